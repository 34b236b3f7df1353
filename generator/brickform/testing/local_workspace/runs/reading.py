"""The Jobs API, 2.1 and 2.2: what runs are and what they gave.

https://docs.databricks.com/api/workspace/jobs
"""

from __future__ import annotations

import html

from brickform.testing.local_workspace import users
from brickform.testing.local_workspace.errors import invalid_parameter
from brickform.testing.local_workspace.paging import ITEMS_A_PAGE, cut_to_page, page_of_listing, page_offset
from brickform.testing.local_workspace.routing import Call, route
from brickform.testing.local_workspace.runs import view
from brickform.testing.local_workspace.runs.finding import find, move_on
from brickform.testing.local_workspace.runs.model import Run, TaskRun
from brickform.testing.local_workspace.state import Json, State

_PAGED = ("tasks", "job_clusters", "job_parameters", "repair_history")
_MOST_RUNS_A_PAGE = 25
_DEFAULT_RUNS_A_PAGE = 20


def get(state: State, call: Call) -> Json:
    """Return a run; asking for its first page is what moves it on."""
    run, attempt = find(state, call)
    start = page_offset(call.value("page_token"))
    if not start:
        move_on(state, call, run, call.now)
    host = call.request.host_url
    if attempt:
        return view.task_run(attempt, run, host)
    described = {**view.run(run, host), "tasks": [view.attempt(one, run, host) for one in run.attempts]}
    if call.flag("include_history"):
        described["repair_history"] = view.history(run)
    next_page = cut_to_page(described, _PAGED, start)
    return {**described, "next_page_token": next_page} if next_page else described


def list_runs(state: State, call: Call) -> Json:
    limit = call.integer("limit", _DEFAULT_RUNS_A_PAGE) or _MOST_RUNS_A_PAGE
    if not 1 <= limit <= _MOST_RUNS_A_PAGE:
        raise invalid_parameter(f"limit must be between 0 and {_MOST_RUNS_A_PAGE}, got {limit}.")
    if call.flag("active_only") and call.flag("completed_only"):
        raise invalid_parameter("active_only and completed_only cannot both be true.")
    start = page_offset(call.value("page_token")) or call.integer("offset", 0)
    found = [run for run in reversed(state.runs.values()) if _is_wanted(state, call, run)]
    return page_of_listing("runs", found, start, limit, lambda run: _listed(run, call))


def get_output(state: State, call: Call) -> Json:
    run, attempt = find(state, call)
    if attempt is None:
        raise invalid_parameter(
            "Retrieving the output of runs with multiple tasks is not supported. "
            "Please retrieve the output of each individual task run instead."
        )
    metadata = view.task_run(attempt, run, call.request.host_url)
    return {"metadata": metadata, **(_output(attempt) if attempt.ending else {})}


def export(state: State, call: Call) -> Json:
    _, attempt = find(state, call)
    notebook = attempt.settings.get("notebook_task") if attempt else None
    if attempt is None or notebook is None:
        raise invalid_parameter("Only runs of notebook tasks can be exported.")
    path = str(notebook.get("notebook_path"))
    content = f"<!DOCTYPE html><title>{html.escape(path)}</title>"
    return {"views": [{"content": content, "name": path.rpartition("/")[2], "type": "NOTEBOOK"}]}


def _is_wanted(state: State, call: Call, run: Run) -> bool:
    job_id, run_type = call.value("job_id"), call.value("run_type")
    earliest, latest = call.integer("start_time_from", 0), call.integer("start_time_to", 0)
    return (
        (job_id is None or run.job_id == call.integer("job_id"))
        and (run_type is None or run.run_type == run_type)
        and not (call.flag("active_only") and not run.active)
        and not (call.flag("completed_only") and run.active)
        and run.start_time >= earliest
        and users.may(state, call, run.job_id, "CAN_VIEW")
        and (not latest or run.start_time <= latest)
    )


def _listed(run: Run, call: Call) -> Json:
    described = view.run(run, call.request.host_url)
    described.pop("job_clusters", None)
    if call.flag("expand_tasks"):
        described["tasks"] = [
            view.attempt(one, run, call.request.host_url) for one in run.attempts[:ITEMS_A_PAGE]
        ]
        described["has_more"] = len(run.attempts) > ITEMS_A_PAGE
    return described


def _output(attempt: TaskRun) -> Json:
    script = attempt.script
    output: Json = {"error": script.error, "error_trace": script.error_trace, "logs": script.logs}
    if attempt.settings.get("notebook_task"):
        result = {} if script.result is None else {"result": script.result}
        output["notebook_output"] = {**result, "truncated": script.truncated}
    if script.logs is not None:
        output["logs_truncated"] = False
    return {name: value for name, value in output.items() if value is not None}


_API = "/api/<any('2.1', '2.2'):version>/jobs/runs"

ROUTES = (
    route("GET", f"{_API}/get", get),
    route("GET", f"{_API}/list", list_runs),
    route("GET", f"{_API}/get-output", get_output),
    route("GET", f"{_API}/export", export),
)
