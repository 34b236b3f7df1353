"""The functions beside those that start a run: they look at runs, cancel them, and list the jobs."""

from __future__ import annotations

import json

from brickform.functions.sql.function import AllowedJobs, SqlFunction, SqlParameter
from brickform.functions.sql.job_function import function_name

_RUN_ID = SqlParameter("run_id", "STRING", "The number of the run.", optional=False)
_NAME_CONTAINS = SqlParameter("name_contains", "STRING", "Only jobs whose name holds this text.")


def companions(allowed: AllowedJobs) -> tuple[SqlFunction, ...]:
    return (_status(allowed), _list(allowed), _cancel(allowed), _output(allowed))


def _status(allowed: AllowedJobs) -> SqlFunction:
    comment = (
        "Tells how a run of a Databricks job stands: JSON with state, result_state once it has ended, "
        "run_page_url and tasks, or with error and message."
    )
    return SqlFunction("get_job_status", comment, (_RUN_ID,), "status.sql.jinja", {"ids": allowed.ids})


def _cancel(allowed: AllowedJobs) -> SqlFunction:
    comment = "Cancels a run of a Databricks job, and does not wait for its end. Returns JSON with success."
    return SqlFunction("cancel_run", comment, (_RUN_ID,), "cancel.sql.jinja", {"ids": allowed.ids})


def _output(allowed: AllowedJobs) -> SqlFunction:
    comment = "Reads what a task of a run left behind: JSON with its output, or with error and message."
    task_key = SqlParameter("task_key", "STRING", "The task; not needed where the run has only one.")
    return SqlFunction(
        "get_run_output", comment, (_RUN_ID, task_key), "output.sql.jinja", {"ids": allowed.ids}
    )


def _list(allowed: AllowedJobs) -> SqlFunction:
    if allowed.any_job:
        page_token = SqlParameter("page_token", "STRING", "The next_page_token of the answer before.")
        comment = "Lists Databricks jobs, a hundred at a time: JSON with job_id, name and description."
        parameters = (_NAME_CONTAINS, page_token)
        return SqlFunction("list_jobs", comment, parameters, "list_any.sql.jinja", {})
    comment = "Lists the Databricks jobs that may be started: JSON with job_id, name and parameters."
    context = {"jobs_json": _described(allowed)}
    return SqlFunction("list_jobs", comment, (_NAME_CONTAINS,), "list.sql.jinja", context)


def _described(allowed: AllowedJobs) -> str:
    jobs = [
        {
            "job_id": str(job.job_id),
            "name": job.name,
            "description": job.description or None,
            "function": function_name(job),
            "parameters": [parameter._asdict() for parameter in job.parameters],
        }
        for job in allowed.jobs
    ]
    return json.dumps(jobs, ensure_ascii=False)
