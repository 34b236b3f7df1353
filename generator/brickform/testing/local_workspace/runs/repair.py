"""jobs/runs/repair: tasks of a finished run, once more.

https://docs.databricks.com/api/workspace/jobs/repairrun
"""

from __future__ import annotations

from copy import deepcopy

from brickform.testing.local_workspace.errors import invalid_parameter, invalid_state
from brickform.testing.local_workspace.routing import Call, route
from brickform.testing.local_workspace.runs import engine, parameters, selection
from brickform.testing.local_workspace.runs.finding import find_run
from brickform.testing.local_workspace.runs.model import Run
from brickform.testing.local_workspace.runs.outcome import has_failed
from brickform.testing.local_workspace.state import Json, State


def repair(state: State, call: Call) -> Json:
    """Run tasks again, as the job has them now; job parameters that are not sent go back to the defaults."""
    run = find_run(state, call, "CAN_MANAGE_RUN")
    _check_repairable(run, call)
    settings = _current_settings(state, run)
    parameters.check(call.body, settings)
    tasks = _tasks(run, call, settings)
    settings["job_parameters"] = parameters.of_job(settings, call.value("job_parameters"))
    run.settings = settings
    run.parameters = parameters.of_tasks(call.body)
    run.ending, run.scripted_ending, run.end_time, run.state = None, None, 0, "PENDING"
    repair_id = state.new_run_id()
    engine.begin(run, tasks, repair_id, call.now, state.new_run_id)
    return {"repair_id": repair_id}


def _check_repairable(run: Run, call: Call) -> None:
    if run.active:
        raise invalid_state(f"Run {run.run_id} is still active: it can be repaired once it has ended.")
    if not run.attempts:
        raise invalid_state(f"Run {run.run_id} was skipped: it has nothing to repair.")
    latest = run.rounds[-1].repair_id
    given = call.value("latest_repair_id")
    if latest is not None and given is None:
        raise invalid_parameter("The latest repair ID needs to be provided in order to create a new repair")
    if given is not None and call.integer("latest_repair_id") != latest:
        raise invalid_parameter(f"{given} is not the ID of the latest repair of run {run.run_id}.")


def _current_settings(state: State, run: Run) -> Json:
    """Return the settings that the job has now, or those of the run when there is no job."""
    job = state.jobs.get(run.job_id)
    return deepcopy(job.settings if job else run.settings)


def _tasks(run: Run, call: Call, settings: Json) -> list[Json]:
    wanted, all_failed = call.value("rerun_tasks"), call.flag("rerun_all_failed_tasks")
    if bool(wanted) == all_failed:
        raise invalid_parameter("Exactly one of rerun_tasks and rerun_all_failed_tasks must be given.")
    failed = [key for key, one in run.latest().items() if one.ending and has_failed(one.ending.result_state)]
    tasks = settings.get("tasks") or []
    keys = selection.rerun(tasks, wanted, failed, dependent=call.flag("rerun_dependent_tasks"))
    if not keys:
        raise invalid_parameter(f"Run {run.run_id} has no failed tasks.")
    return [task for task in tasks if task["task_key"] in keys]


ROUTES = (route("POST", "/api/<any('2.1', '2.2'):version>/jobs/runs/repair", repair),)
