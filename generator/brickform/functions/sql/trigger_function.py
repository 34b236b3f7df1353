"""``trigger_databricks_flow``: starts any of the allowed jobs, with every kind of parameter."""

from __future__ import annotations

from typing import NamedTuple

from brickform.functions.sql.function import AllowedJobs, SqlFunction, SqlParameter

TOKEN = SqlParameter(
    "idempotency_token",
    "STRING",
    "At most 64 characters; calls with one token start one run between them.",
)


class Kind(NamedTuple):
    """A field of run-now that is given as JSON text."""

    name: str
    type: str
    """As which SQL reads it: numbers and booleans become text."""
    shape: str
    example: str

    @property
    def is_mapping(self) -> bool:
        return self.type == _TEXTS

    @property
    def parameter(self) -> SqlParameter:
        return SqlParameter(self.name, "STRING", f"{self.shape[0].upper()}{self.shape[1:]}: {self.example}")


_TEXTS = "MAP<STRING, STRING>"
_LIST = "ARRAY<STRING>"
_KINDS = (
    Kind("notebook_params", _TEXTS, "a JSON object of parameters", '{"day": "2026-01-31"}'),
    Kind("python_params", _LIST, "a JSON array of arguments of Python tasks", '["--mode", "full"]'),
    Kind("jar_params", _LIST, "a JSON array of arguments of JAR tasks", '["full"]'),
    Kind("pipeline_params", _TEXTS, "a JSON object for pipelines", '{"full_refresh": true}'),
    Kind("sql_params", _TEXTS, "a JSON object of parameters of SQL tasks", '{"day": "2026-01-31"}'),
    Kind("dbt_commands", _LIST, "a JSON array of dbt commands", '["dbt run"]'),
)
_JOB_PARAMETERS = Kind("job_parameters", _TEXTS, "a JSON object of job parameters", '{"day": "2026-01-31"}')
_PIPELINE_LISTS = (
    "full_refresh_selection",
    "refresh_flow_selection",
    "refresh_selection",
    "reset_checkpoint_selection",
)


def trigger_function(allowed: AllowedJobs) -> SqlFunction:
    which = "The number of a job" if allowed.any_job else "The number of a job that list_jobs shows"
    return SqlFunction(
        name="trigger_databricks_flow",
        comment=(
            "Starts one run of a Databricks job and does not wait for its end. Returns JSON with success, "
            "run_id, state and run_page_url, or with error and message. An empty text is no argument."
        ),
        parameters=(
            SqlParameter("job_id", "STRING", f"{which}.", optional=False),
            *(kind.parameter for kind in _KINDS),
            TOKEN,
            _JOB_PARAMETERS.parameter,
        ),
        body="trigger.sql.jinja",
        context={
            "ids": allowed.ids,
            "ids_with_parameters": allowed.ids_with_parameters,
            "kinds": (*_KINDS, _JOB_PARAMETERS),
            "pipeline_lists": _PIPELINE_LISTS,
        },
    )
