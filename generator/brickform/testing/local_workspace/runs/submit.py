"""jobs/runs/submit: a one-time run, without a job.

https://docs.databricks.com/api/workspace/jobs/submit
"""

from __future__ import annotations

from brickform.testing.local_workspace import job_settings, permissions, shapes
from brickform.testing.local_workspace.clusters import unknown_cluster
from brickform.testing.local_workspace.errors import invalid_parameter
from brickform.testing.local_workspace.routing import Call, route
from brickform.testing.local_workspace.runs import launch
from brickform.testing.local_workspace.runs.model import Run
from brickform.testing.local_workspace.state import Json, State

_KEPT = (
    "environments",
    "git_source",
    "health",
    "notification_settings",
    "email_notifications",
    "webhook_notifications",
    "performance_target",
    "run_as",
    "tasks",
    "timeout_seconds",
)


def submit(state: State, call: Call) -> Json:
    return {"run_id": launch.once(state, call, lambda: _started(state, call)).run_id}


def _started(state: State, call: Call) -> Run:
    """Start the run; it gets a job's id of its own, which only the Permissions API knows."""
    body = shapes.without_nulls(call.body)
    settings = {name: body[name] for name in _KEPT if name in body}
    settings["name"] = body.get("run_name") or "Untitled"
    _check(state, settings)
    grants = permissions.read_grants("jobs", call.items("access_control_list"))
    grants = permissions.with_default_owner(grants, call.user)
    job_id = state.new_job_id()
    state.grants[f"/jobs/{job_id}"] = grants
    run = Run(
        run_id=state.new_run_id(),
        job_id=job_id,
        run_type="SUBMIT_RUN",
        creator=call.user,
        start_time=call.now,
        settings=settings,
        parameters={},
    )
    return launch.launch(state, call, run, {task["task_key"] for task in settings["tasks"]})


def _check(state: State, settings: Json) -> None:
    if not settings.get("tasks"):
        raise invalid_parameter("One or more tasks must be provided.")
    job_settings.check(settings)
    for task in settings["tasks"]:
        cluster_id = task.get("existing_cluster_id")
        if cluster_id and cluster_id not in state.clusters:
            raise unknown_cluster(cluster_id)


ROUTES = (route("POST", "/api/<any('2.1', '2.2'):version>/jobs/runs/submit", submit),)
