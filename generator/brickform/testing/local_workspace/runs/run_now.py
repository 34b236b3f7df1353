"""jobs/run-now: a run of a job.

https://docs.databricks.com/api/workspace/jobs/runnow
"""

from __future__ import annotations

from copy import deepcopy

from brickform.testing.local_workspace.jobs import find_job
from brickform.testing.local_workspace.routing import Call, route
from brickform.testing.local_workspace.runs import launch, parameters, selection
from brickform.testing.local_workspace.runs.model import Run
from brickform.testing.local_workspace.state import Job, Json, State


def run_now(state: State, call: Call) -> Json:
    job = find_job(state, call, "CAN_MANAGE_RUN")
    run = launch.once(state, call, lambda: _started(state, call, job))
    return {"run_id": run.run_id, "number_in_job": run.run_id}


def _started(state: State, call: Call, job: Job) -> Run:
    parameters.check(call.body, job.settings)
    task_keys = selection.only(job.settings.get("tasks") or [], call.value("only"))
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


ROUTES = (route("POST", "/api/<any('2.1', '2.2'):version>/jobs/run-now", run_now),)
