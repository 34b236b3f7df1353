"""How a run moves on: one step at a time, from nothing but what it holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from brickform.testing.local_workspace.runs.model import Json, Round, Run, TaskRun
from brickform.testing.local_workspace.runs.outcome import CANCELED, ending_of, outcome_of_upstream
from brickform.testing.local_workspace.runs.script import Attempt, Ending, retried

_BLOCKED = "BLOCKED"
_WAITING = (_BLOCKED, "PENDING", "WAITING_FOR_RETRY")
_NewId = Callable[[], int]


def begin(run: Run, tasks: Sequence[Json], repair_id: int | None, now: int, new_id: _NewId) -> None:
    """Begin a round with an attempt of each of these tasks."""
    keys = {task["task_key"] for task in tasks}
    numbers = {key: attempt.attempt_number + 1 for key, attempt in run.latest().items()}
    run.rounds.append(Round(repair_id, now, len(run.attempts)))
    run.steps = 0
    for task in tasks:
        attempt = _task_run(run, task, now, new_id(), numbers.get(task["task_key"], 0))
        if task.get("disabled") or keys.intersection(attempt.upstream):
            attempt.state = _BLOCKED
        run.attempts.append(attempt)


def advance(run: Run, now: int, new_id: _NewId) -> None:
    """Move an active run on by one step."""
    run.steps += 1
    if run.cancelling:
        _end_cancelled(run, now)
    elif run.to_pass:
        run.state = run.to_pass.pop(0)
    else:
        _advance_tasks(run, now, new_id)


def _advance_tasks(run: Run, now: int, new_id: _NewId) -> None:
    latest = run.latest()
    endings = {key: attempt.ending for key, attempt in latest.items()}
    for attempt in latest.values():
        if attempt.ending is None:
            upstream = [endings[key] for key in attempt.upstream if key in endings]
            _advance_attempt(run, attempt, upstream, now, new_id)
    latest = run.latest()
    if all(attempt.ending for attempt in latest.values()):
        end(run, run.scripted_ending or ending_of(list(latest.values())), now)
    else:
        run.state = _state_of(run)


def _advance_attempt(
    run: Run, attempt: TaskRun, upstream: list[Ending | None], now: int, new_id: _NewId
) -> None:
    if attempt.state == _BLOCKED:
        if None in upstream:
            return
        skipped = outcome_of_upstream(attempt.settings, [one for one in upstream if one])
        if skipped:
            _end_attempt(attempt, skipped, now)
            return
    if attempt.to_pass:
        attempt.state = attempt.to_pass.pop(0)
    elif attempt.script.ending:
        _end_attempt(attempt, attempt.script.ending, now)
        if _is_retried(run, attempt):
            _retry(run, attempt, now, new_id())


def _is_retried(run: Run, attempt: TaskRun) -> bool:
    """Say whether the task has a retry left; a task that was repaired has all of them again."""
    most = attempt.settings.get("max_retries") or 0
    result = attempt.ending.result_state if attempt.ending else None
    of_round = [one for one in run.of_round(len(run.rounds) - 1) if one.task_key == attempt.task_key]
    if most >= 0 and len(of_round) > most:
        return False
    return result == "FAILED" or (result == "TIMEDOUT" and bool(attempt.settings.get("retry_on_timeout")))


def _retry(run: Run, failed: TaskRun, now: int, run_id: int) -> None:
    number = failed.attempt_number + 1
    again = _task_run(run, failed.settings, now, run_id, number)
    again.script = retried(again.script)
    again.state, *again.to_pass = again.script.states
    run.attempts.append(again)


def _task_run(run: Run, task: Json, now: int, run_id: int, number: int) -> TaskRun:
    script = _next_script(run, task["task_key"])
    states = list(script.states) or ["PENDING"]
    return TaskRun(run_id, task, script, number, now, states[0], states)


def _next_script(run: Run, task_key: str) -> Attempt:
    scripts = run.scripts.setdefault(task_key, [Attempt()])
    return scripts.pop(0) if len(scripts) > 1 else scripts[0]


def _state_of(run: Run) -> str:
    """Return the state of a run from what it or its repair began; a single task speaks for the run."""
    latest = list({one.task_key: one for one in run.of_round(len(run.rounds) - 1)}.values())
    waiting = all(one.ending is None and one.state in _WAITING for one in latest)
    if waiting and run.state == "RUNNING":
        return "RUNNING"
    if len(latest) == 1:
        return latest[0].state
    return "PENDING" if waiting else "RUNNING"


def _end_cancelled(run: Run, now: int) -> None:
    for attempt in run.latest().values():
        if attempt.ending is None:
            _end_attempt(attempt, CANCELED, now)
    end(run, CANCELED, now)


def skip(run: Run, ending: Ending, now: int) -> None:
    """End a run before it began."""
    run.attempts.clear()
    end(run, ending, now)


def end(run: Run, ending: Ending, now: int) -> None:
    """End a run, and the round that it is in."""
    run.ending = ending
    run.end_time = now
    run.queued = run.cancelling = False
    run.rounds[-1].ending = ending
    run.rounds[-1].end_time = now


def _end_attempt(attempt: TaskRun, ending: Ending, now: int) -> None:
    attempt.ending = ending
    attempt.end_time = now
