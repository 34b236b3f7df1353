"""How a run starts: once for each token, in the queue or not at all when the job has no room for it."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

from brickform.testing.local_workspace.errors import invalid_parameter
from brickform.testing.local_workspace.routing import Call
from brickform.testing.local_workspace.runs import engine
from brickform.testing.local_workspace.runs.model import Run
from brickform.testing.local_workspace.runs.outcome import SKIPPED
from brickform.testing.local_workspace.state import Json, State

_MOST_CHARACTERS_OF_TOKEN = 64


def once(state: State, call: Call, start: Callable[[], Run]) -> Run:
    """Return the run that the idempotency token stands for, or a new one; a refused call takes no token."""
    token = call.value("idempotency_token", "")
    if not isinstance(token, str) or len(token) > _MOST_CHARACTERS_OF_TOKEN:
        raise invalid_parameter(f"idempotency_token can have at most {_MOST_CHARACTERS_OF_TOKEN} characters.")
    if token in state.run_tokens:
        run_id = state.run_tokens[token]
        if run_id not in state.runs:
            raise invalid_parameter(f"The run with idempotency token {token} has been deleted.")
        return state.runs[run_id]
    run = start()
    state.runs[run.run_id] = run
    if token:
        state.run_tokens[token] = run.run_id
    return run


def launch(state: State, call: Call, run: Run, task_keys: set[str]) -> Run:
    """Begin the tasks of a new run as its script says."""
    script = call.controls.run_scripts.next_for(run.job_id, run.name)
    tasks = run.settings.get("tasks") or []
    run.scripts = {task["task_key"]: script.attempts(task["task_key"]) for task in tasks}
    run.scripted_ending = script.ending
    run.to_pass = list(script.states)
    if script.states:
        run.state = script.states[0]
    selected = [deepcopy(task) for task in tasks if task["task_key"] in task_keys]
    engine.begin(run, selected, None, call.now, state.new_run_id)
    if not has_room(state, run):
        if not _is_queued(call, run):
            engine.skip(run, SKIPPED, call.now)
        else:
            run.queued = True
    return run


def has_room(state: State, run: Run) -> bool:
    """Say whether the job may have one more run at work; one-time runs always may."""
    most = run.settings.get("max_concurrent_runs")
    if run.run_type != "JOB_RUN":
        return True
    return len(active_runs(state, run.job_id)) < (1 if most is None else most)


def active_runs(state: State, job_id: int) -> list[Run]:
    """Return the runs of a job that are at work."""
    return [run for run in state.runs.values() if run.job_id == job_id and run.active and not run.queued]


def _is_queued(call: Call, run: Run) -> bool:
    queue: Json = call.value("queue") or run.settings.get("queue") or {}
    return bool(queue.get("enabled")) and run.settings.get("max_concurrent_runs") != 0
