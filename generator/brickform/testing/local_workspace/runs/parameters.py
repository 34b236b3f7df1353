"""The parameters of a run: what run-now and repair refuse.

https://docs.databricks.com/api/workspace/jobs/runnow
"""

from __future__ import annotations

import json
from typing import Any

from brickform.testing.local_workspace import shapes
from brickform.testing.local_workspace.errors import invalid_parameter
from brickform.testing.local_workspace.state import Json

_OF_TASKS = (
    "dbt_commands",
    "jar_params",
    "notebook_params",
    "pipeline_params",
    "python_named_params",
    "python_params",
    "spark_submit_params",
    "sql_params",
)
_LIMITED = ("jar_params", "notebook_params", "python_params", "spark_submit_params")
_ASCII = ("python_params", "spark_submit_params")
_MOST_BYTES = 10_000
_PERFORMANCE_TARGETS = ("COST_OPTIMIZED", "PERFORMANCE_OPTIMIZED", "STANDARD")


def of_tasks(body: Json) -> Json:
    """Return the parameters that override those of the tasks."""
    return {name: body[name] for name in _OF_TASKS if body.get(name) is not None}


def check(body: Json, settings: Json) -> None:
    """Raise what the API answers to parameters that it does not take for a job with these settings."""
    shapes.check(body, shapes.RUN, "request")
    given = of_tasks(body)
    if "jar_params" in given and "notebook_params" in given:
        raise invalid_parameter("jar_params cannot be specified in conjunction with notebook_params.")
    _check_mix(given, body.get("job_parameters"), settings)
    for name, value in given.items():
        _check_limits(name, value)
    _check_performance(body)


def _check_mix(given: Json, job_parameters: Json | None, settings: Json) -> None:
    """Job parameters and parameters of tasks exclude each other.

    https://docs.databricks.com/aws/en/jobs/job-parameters
    """
    named = ", ".join(given)
    if given and job_parameters:
        raise invalid_parameter(f"job_parameters cannot be specified in conjunction with {named}.")
    if given.keys() - {"pipeline_params"} and settings.get("parameters"):
        raise invalid_parameter(f"The job has job parameters: use job_parameters instead of {named}.")


def _check_limits(name: str, value: Any) -> None:
    if name in _LIMITED and len(json.dumps({name: value}, separators=(",", ":")).encode()) > _MOST_BYTES:
        raise invalid_parameter(f"The JSON representation of {name} cannot exceed 10,000 bytes.")
    if name in _ASCII and not all(part.isascii() for part in value):
        raise invalid_parameter(f"{name} accepts only ASCII characters.")


def _check_performance(body: Json) -> None:
    target = body.get("performance_target")
    if target is not None and target not in _PERFORMANCE_TARGETS:
        raise invalid_parameter(f"{target} is not a valid performance_target.")
    if (target == "COST_OPTIMIZED") != (body.get("duration_target") is not None):
        raise invalid_parameter("duration_target goes with the performance_target COST_OPTIMIZED only.")


def of_job(settings: Json, given: Json | None) -> list[Json]:
    """Return the job's parameters as runs/get has them: the default, and the value where it differs."""
    values = dict(given or {})
    declared = [
        {"name": entry["name"], "default": entry.get("default", ""), **_value(values, entry["name"])}
        for entry in settings.get("parameters") or []
    ]
    return declared + [{"name": name, "value": value} for name, value in values.items()]


def _value(values: Json, name: str) -> Json:
    return {"value": values.pop(name)} if name in values else {}
