"""The Jobs API, 2.1 and 2.2: how runs are cancelled and deleted.

https://docs.databricks.com/api/workspace/jobs
"""

from __future__ import annotations

from collections.abc import Iterable

from brickform.testing.local_workspace import users
from brickform.testing.local_workspace.errors import invalid_parameter, invalid_state
from brickform.testing.local_workspace.jobs import find_job
from brickform.testing.local_workspace.routing import Call, route
from brickform.testing.local_workspace.runs.finding import find_run
from brickform.testing.local_workspace.runs.model import Run
from brickform.testing.local_workspace.state import Json, State


def cancel(state: State, call: Call) -> Json:
    """Ask a run to stop: it is TERMINATING until it is next looked at. One that has ended stays as it is."""
    _cancel([find_run(state, call, "CAN_MANAGE_RUN")])
    return {}


def cancel_all(state: State, call: Call) -> Json:
    """Ask the runs of a job to stop, or those in the queue, of one job or of all."""
    only_queued = call.flag("all_queued_runs")
    if call.value("job_id") is None and not only_queued:
        raise invalid_parameter("Missing required field: job_id")
    wanted = None if call.value("job_id") is None else find_job(state, call, "CAN_MANAGE_RUN").job_id
    runs = [
        run
        for run in state.runs.values()
        if wanted in (None, run.job_id) and users.may(state, call, run.job_id, "CAN_MANAGE_RUN")
    ]
    _cancel(run for run in runs if run.queued or not only_queued)
    return {}


def delete(state: State, call: Call) -> Json:
    run = find_run(state, call, "CAN_MANAGE_RUN")
    if run.active:
        raise invalid_state(f"Run {run.run_id} is still active: cancel it before it is deleted.")
    del state.runs[run.run_id]
    return {}


def _cancel(runs: Iterable[Run]) -> None:
    for run in runs:
        run.cancelling = run.active


_API = "/api/<any('2.1', '2.2'):version>/jobs/runs"

ROUTES = (
    route("POST", f"{_API}/cancel", cancel),
    route("POST", f"{_API}/cancel-all", cancel_all),
    route("POST", f"{_API}/delete", delete),
)
