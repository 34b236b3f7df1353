"""Runs by their ids, moved on where somebody looks at them."""

from __future__ import annotations

from brickform.testing.local_workspace import users
from brickform.testing.local_workspace.errors import ApiError, invalid_parameter
from brickform.testing.local_workspace.routing import Call
from brickform.testing.local_workspace.runs import engine, launch
from brickform.testing.local_workspace.runs.model import Run, TaskRun
from brickform.testing.local_workspace.state import State


def find_run(state: State, call: Call, level: str) -> Run:
    """Return the run with the id that was asked for; raises for that of a task's run."""
    run_id = call.integer("run_id")
    if run_id not in state.runs:
        raise unknown_run(run_id)
    users.require(state, call, state.runs[run_id].job_id, level)
    return state.runs[run_id]


def find(state: State, call: Call) -> tuple[Run, TaskRun | None]:
    """Return the run with this id, or the run of a task and the run that it belongs to."""
    run_id = call.integer("run_id")
    run, attempt = state.runs.get(run_id), None
    if run is None:
        run, attempt = _find_attempt(state, run_id)
    users.require(state, call, run.job_id, "CAN_VIEW")
    return run, attempt


def _find_attempt(state: State, run_id: int) -> tuple[Run, TaskRun]:
    for run in state.runs.values():
        for attempt in run.attempts:
            if attempt.run_id == run_id:
                return run, attempt
    raise unknown_run(run_id)


def unknown_run(run_id: int) -> ApiError:
    return invalid_parameter(f"Run {run_id} does not exist.")


def move_on(state: State, call: Call, run: Run, now: int) -> None:
    """Let a run take the steps that are due."""
    for moment in call.controls.moments(now, run.rounds[-1].start_time, run.steps):
        if run.queued:
            _wait_in_queue(state, call, run, moment)
        elif run.active:
            engine.advance(run, moment, state.new_run_id)


def _wait_in_queue(state: State, call: Call, run: Run, now: int) -> None:
    """Let the runs of the job take a step up to this one: it may be that nobody else looks at them."""
    active = [one for one in state.runs.values() if one.job_id == run.job_id and one.active]
    working = [one for one in active if not one.queued]
    for one in active:
        if one.queued and (one.cancelling or launch.has_room(state, one)):
            one.queued = False
    if not run.queued:
        engine.advance(run, now, state.new_run_id)
        return
    run.steps += 1
    for one in working:
        move_on(state, call, one, now)
