"""Which end follows from others: that of a task from its upstream tasks, that of a run from its tasks."""

from __future__ import annotations

from typing import Any

from brickform.testing.local_workspace.runs.model import TaskRun
from brickform.testing.local_workspace.runs.script import Ending

SUCCESS = Ending()
CANCELED = Ending("TERMINATED", "CANCELED", "Run cancelled.", "USER_CANCELED", "CLIENT_ERROR")
SKIPPED = Ending(
    "SKIPPED",
    "MAXIMUM_CONCURRENT_RUNS_REACHED",
    "Skipping this run because the limit of maximum concurrent runs has been reached.",
    "MAX_CONCURRENT_RUNS_EXCEEDED",
    "CLIENT_ERROR",
)
_UPSTREAM_FAILED = Ending(
    "TERMINATED", "UPSTREAM_FAILED", "An upstream task failed.", "SKIPPED", "CLIENT_ERROR"
)
_UPSTREAM_CANCELED = Ending(
    "TERMINATED", "UPSTREAM_CANCELED", "An upstream task was canceled.", "SKIPPED", "CLIENT_ERROR"
)
_EXCLUDED = Ending(
    "TERMINATED", "EXCLUDED", "The condition of run_if was not met.", "SKIPPED", "CLIENT_ERROR"
)
_DISABLED = Ending("TERMINATED", "DISABLED", "The task is disabled.", "DISABLED", "CLIENT_ERROR")
_WITH_FAILURES = Ending("TERMINATED", "SUCCESS_WITH_FAILURES", "", "SUCCESS_WITH_FAILURES", "SUCCESS")

_NEITHER = ("EXCLUDED", "DISABLED")


def outcome_of_upstream(task: dict[str, Any], upstream: list[Ending]) -> Ending | None:
    """Return the end of a task that its upstream tasks keep from running, or None where it may run."""
    if task.get("disabled"):
        return _DISABLED
    run_if = task.get("run_if") or "ALL_SUCCESS"
    if _may_run(run_if, [one.result_state for one in upstream]):
        return None
    if run_if != "ALL_SUCCESS":
        return _EXCLUDED
    canceled = any(one.result_state in ("CANCELED", "UPSTREAM_CANCELED") for one in upstream)
    failed = any(has_failed(one.result_state) for one in upstream)
    if failed:
        return _UPSTREAM_CANCELED if canceled else _UPSTREAM_FAILED
    return _EXCLUDED


def _may_run(run_if: str, results: list[str | None]) -> bool:
    succeeded = [result == "SUCCESS" for result in results]
    failed = [has_failed(result) for result in results]
    return {
        "ALL_SUCCESS": all(succeeded),
        "AT_LEAST_ONE_SUCCESS": any(succeeded),
        "NONE_FAILED": not any(failed),
        "ALL_DONE": True,
        "AT_LEAST_ONE_FAILED": any(failed),
        "ALL_FAILED": all(failed),
    }[run_if]


def has_failed(result: str | None) -> bool:
    """Say whether a task with this result did not do its work: failed, cancelled, or kept from running."""
    return result != "SUCCESS" and result not in _NEITHER


def ending_of(attempts: list[TaskRun]) -> Ending:
    """Return the end of a run from the last attempts of its tasks; the leaves decide.

    A run with one task ends as the task does. One with several whose leaf failed is INTERNAL_ERROR and
    FAILED, with the first failed task in its message.
    """
    endings = [(attempt, attempt.ending) for attempt in attempts if attempt.ending]
    if len(endings) == 1:
        return endings[0][1]
    needed = {key for attempt in attempts for key in attempt.upstream}
    failed = [(attempt, ending) for attempt, ending in endings if has_failed(ending.result_state)]
    if not failed:
        return SUCCESS
    if all(attempt.task_key in needed for attempt, _ in failed):
        return _WITH_FAILURES
    if any(ending.result_state == "CANCELED" for _, ending in failed):
        return CANCELED
    return _failed(*failed[0])


def _failed(attempt: TaskRun, ending: Ending) -> Ending:
    message = f"Task {attempt.task_key} failed with message: {ending.message}."
    return Ending("INTERNAL_ERROR", "FAILED", message, "RUN_EXECUTION_ERROR", "CLIENT_ERROR")
