"""Runs by their ids, moved on where somebody looks at them."""

from __future__ import annotations

from brickform.testing.local_workspace.errors import ApiError, invalid_parameter
from brickform.testing.local_workspace.routing import Call
from brickform.testing.local_workspace.runs import engine, launch
from brickform.testing.local_workspace.runs.model import Run, TaskRun
from brickform.testing.local_workspace.state import State


def find_run(state: State, call: Call) -> Run:
    """Return the run with the id that was asked for; raises for that of a task's run."""
    run_id = call.integer("run_id")
    if run_id not in state.runs:
        raise unknown_run(run_id)
    return state.runs[run_id]


def find(state: State, call: Call) -> tuple[Run, TaskRun | None]:
    """Return the run with this id, or the attempt of a task and the run that it belongs to."""
    run_id = call.integer("run_id")
    if run_id in state.runs:
        return state.runs[run_id], None
    for run in state.runs.values():
        for attempt in run.attempts:
            if attempt.run_id == run_id:
                return run, attempt
    raise unknown_run(run_id)


def unknown_run(run_id: int) -> ApiError:
    return invalid_parameter(f"Run {run_id} does not exist.")


def move_on(state: State, call: Call, run: Run) -> None:
    """Let an active run take the steps that are due; a queued one waits for those before it."""
    for _ in range(call.controls.steps_until(call.now, run.start_time, run.steps)):
        if run.queued:
            _wait_in_queue(state, call, run)
        elif run.active:
            engine.advance(run, call.now, state.new_run_id)


def _wait_in_queue(state: State, call: Call, run: Run) -> None:
    """Leave the queue when the job has room.

    The runs before it move on, too: it may be that nobody else looks at them.
    """
    before = [one for one in state.runs.values() if one.job_id == run.job_id and one.active]
    if run.cancelling or (_is_first_in_queue(run, before) and launch.has_room(state, run)):
        run.queued = False
        engine.advance(run, call.now, state.new_run_id)
        return
    run.steps += 1
    for one in before:
        if not one.queued:
            move_on(state, call, one)


def _is_first_in_queue(run: Run, active: list[Run]) -> bool:
    return next(one for one in active if one.queued) is run
