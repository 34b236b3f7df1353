"""What a run does, as a test says it: the states that each attempt of a task passes through, and its end.

Words are plain strings, so that a test can also use those that the API does not have yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

_PASSED = ("PENDING", "RUNNING")
_FAILED_MESSAGE = "Workload failed, see run output for details"
_MOST_BYTES_OF_OUTPUT = 5 * 1024 * 1024


@dataclass(frozen=True)
class Ending:
    """The last state of a run or of a task's attempt; None leaves a field out of the answers.

    ``life_cycle_state`` and ``result_state`` are the words of ``state``; ``code`` and ``type`` those of
    ``status.termination_details``. ``message`` stands in both.
    """

    life_cycle_state: str = "TERMINATED"
    result_state: str | None = "SUCCESS"
    message: str = ""
    code: str | None = "SUCCESS"
    type: str | None = "SUCCESS"


@dataclass(frozen=True)
class Attempt:
    """One attempt of a task: a state for each step, the end, and the output.

    Without an ``ending`` it stays in the last state.
    """

    states: tuple[str, ...] = _PASSED
    ending: Ending | None = field(default_factory=Ending)
    result: str | None = None
    error: str | None = None
    error_trace: str | None = None
    logs: str | None = None
    truncated: bool = False


@dataclass(frozen=True)
class RunScript:
    """What one run does.

    ``tasks`` holds the attempts of each task by its key: the first for the run itself, the others for
    retries (if the task has ``max_retries``) and repairs, the last one for all that follow it.
    ``other_tasks`` says it for the tasks that are not named. ``states`` are those of the run before its
    tasks begin, such as QUEUED. ``ending`` replaces the end that follows from the tasks.
    """

    tasks: Mapping[str, Attempt | Sequence[Attempt]] = field(default_factory=dict)
    other_tasks: Attempt | Sequence[Attempt] = field(default_factory=Attempt)
    states: tuple[str, ...] = ()
    ending: Ending | None = None

    def attempts(self, task_key: str) -> list[Attempt]:
        """Return what the attempts of a task do, in order."""
        scripted = self.tasks.get(task_key, self.other_tasks)
        return [scripted] if isinstance(scripted, Attempt) else list(scripted)


def succeeds(
    result: str | None = None, *, states: Sequence[str] = _PASSED, logs: str | None = None
) -> Attempt:
    """Return an attempt that succeeds; ``result`` is what a notebook gives to ``dbutils.notebook.exit``.

    Of a result that is longer than 5 MiB the first 5 MiB are kept, as the API does.
    """
    if result is None or len(result.encode()) <= _MOST_BYTES_OF_OUTPUT:
        return Attempt(tuple(states), result=result, logs=logs)
    kept = result.encode()[:_MOST_BYTES_OF_OUTPUT].decode(errors="ignore")
    return Attempt(tuple(states), result=kept, logs=logs, truncated=True)


def fails(
    error: str,
    trace: str | None = None,
    *,
    states: Sequence[str] = _PASSED,
    message: str = _FAILED_MESSAGE,
    code: str = "RUN_EXECUTION_ERROR",
    type: str = "CLIENT_ERROR",
) -> Attempt:
    """Return an attempt that fails; runs/get-output gives ``error`` and ``trace``, the states ``message``."""
    ending = Ending("TERMINATED", "FAILED", message, code, type)
    return Attempt(tuple(states), ending, error=error, error_trace=trace)


def times_out(*, states: Sequence[str] = _PASSED) -> Attempt:
    """Return an attempt that the workspace stops after the task's timeout."""
    ending = Ending("TERMINATED", "TIMEDOUT", "Run timed out", "CANCELED", "CLIENT_ERROR")
    return Attempt(tuple(states), ending)


def ends(ending: Ending, *, states: Sequence[str] = _PASSED) -> Attempt:
    """Return an attempt with this end, whatever its words."""
    return Attempt(tuple(states), ending)


def never_ends(*, states: Sequence[str] = _PASSED) -> Attempt:
    """Return an attempt that stays in the last of the states until it is cancelled."""
    return Attempt(tuple(states), None)


def retried(attempt: Attempt) -> Attempt:
    """Return the attempt as a retry: it waits first."""
    return replace(attempt, states=("WAITING_FOR_RETRY", *attempt.states))


class ScriptBook:
    """The scripts for runs to come, by the job's id or by the name of the job or run."""

    def __init__(self) -> None:
        self._scripts: dict[int | str, list[RunScript]] = {}

    def write(self, of: int | str, scripts: Sequence[RunScript]) -> None:
        if not scripts:
            raise ValueError("give at least one script")
        self._scripts[of] = list(scripts)

    def next_for(self, job_id: int, name: str) -> RunScript:
        """Return the script for a new run; the last one stays for all that follow."""
        scripts = self._scripts.get(job_id) or self._scripts.get(name) or [RunScript()]
        return scripts.pop(0) if len(scripts) > 1 else scripts[0]
