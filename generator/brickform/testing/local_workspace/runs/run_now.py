"""jobs/run-now: a run of a job.

https://docs.databricks.com/api/workspace/jobs/runnow
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from brickform.testing.local_workspace.errors import invalid_parameter, malformed_request
from brickform.testing.local_workspace.jobs import find_job
from brickform.testing.local_workspace.routing import Call, route
from brickform.testing.local_workspace.runs import launch, parameters
from brickform.testing.local_workspace.runs.model import Run
from brickform.testing.local_workspace.state import Job, Json, State


def run_now(state: State, call: Call) -> Json:
    job = find_job(state, call)
    run = launch.once(state, call, lambda: _started(state, call, job))
    return {"run_id": run.run_id, "number_in_job": run.run_id}


def _started(state: State, call: Call, job: Job) -> Run:
    parameters.check(call.body, job.settings)
    _check_queue(call.value("queue"))
    task_keys = _selected(job.settings.get("tasks") or [], call.value("only"))
    settings = deepcopy(job.settings)
    settings["performance_target"] = call.value("performance_target") or settings.get("performance_target")
    settings["job_parameters"] = parameters.of_job(settings, call.value("job_parameters"))
    run = Run(
        run_id=state.new_run_id(),
        job_id=job.job_id,
        run_type="JOB_RUN",
        creator=call.user,
        start_time=call.now,
        settings=settings,
        parameters=parameters.of_tasks(call.body),
    )
    return launch.launch(state, call, run, task_keys)


def _check_queue(queue: Any) -> None:
    if queue is not None and not (isinstance(queue, dict) and isinstance(queue.get("enabled"), bool)):
        raise malformed_request("Could not parse request object: queue must be {'enabled': true or false}.")


def _selected(tasks: list[Json], only: Any) -> set[str]:
    """Return the keys that ``only`` selects: ``t``, ``+t`` with all before it, ``t+`` with all after it."""
    if not only:
        return {task["task_key"] for task in tasks}
    if not isinstance(only, list) or not all(isinstance(entry, str) for entry in only):
        raise malformed_request("Could not parse request object: Expected array for field only")
    upstream = {
        task["task_key"]: {entry["task_key"] for entry in task.get("depends_on") or []} for task in tasks
    }
    selected: set[str] = set()
    for entry in only:
        key = entry.removeprefix("+").removesuffix("+")
        if key not in upstream:
            raise invalid_parameter(f"Task with key {key} does not exist.")
        selected |= {key}
        selected |= _reached(key, upstream) if entry.startswith("+") else set()
        selected |= _reached(key, downstream_of(upstream)) if entry.endswith("+") else set()
    return selected


def downstream_of(upstream: dict[str, set[str]]) -> dict[str, set[str]]:
    return {key: {other for other, needed in upstream.items() if key in needed} for key in upstream}


def _reached(key: str, edges: dict[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = [key]
    while waiting:
        new = edges.get(waiting.pop(), set()) - reached
        reached |= new
        waiting.extend(new)
    return reached


ROUTES = (route("POST", "/api/<any('2.1', '2.2'):version>/jobs/run-now", run_now),)
