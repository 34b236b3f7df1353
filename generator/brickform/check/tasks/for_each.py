"""The two tasks of a loop: one starts the runs, the other is run."""

from __future__ import annotations

from collections.abc import Iterator

from brickform import codes
from brickform.check.tasks.job_tasks import JobTasks, inner_task, task_key
from brickform.diagnostics import Diagnostic
from brickform.sourced import Sourced

_OF_THE_INNER = ("libraries", "max_retries", "min_retry_interval_millis", "retry_on_timeout")
"""The API refuses them outside: https://github.com/databricks/cli/issues/3977 (retries),
https://github.com/databrickslabs/dbx/issues/887 (libraries)."""


def misplaced_in_for_each(job: JobTasks) -> Iterator[Diagnostic]:
    for task in job.tasks:
        inner = inner_task(task)
        if inner is not None:
            yield from _outside(task, inner)
            yield from _inside(task, inner)


def _outside(task: Sourced, inner: Sourced) -> Iterator[Diagnostic]:
    for key in _OF_THE_INNER:
        if (setting := task.get(key)) is not None:
            yield _misplaced(
                setting,
                f"'{task_key(task)}' only starts the runs of '{task_key(inner)}'; it takes no '{key}'",
                f"move '{key}' into for_each_task.task",
            )


def _inside(task: Sourced, inner: Sourced) -> Iterator[Diagnostic]:
    if (depends_on := inner.get("depends_on")) is not None:
        yield _misplaced(
            depends_on,
            f"'{task_key(inner)}' is run by '{task_key(task)}'; it cannot wait for a task of its own",
            f"move 'depends_on' to '{task_key(task)}'",
        )
    if (loop := inner.get("for_each_task")) is not None:
        # https://docs.databricks.com/jobs/for-each.html: no For each task as the nested task.
        yield _misplaced(
            loop,
            f"'{task_key(inner)}' is run in a loop; it cannot be a loop itself",
            "put the inner loop into a job of its own, and start that with a run_job_task",
        )


def _misplaced(setting: Sourced, summary: str, help: str) -> Diagnostic:
    return Diagnostic.at(codes.MISPLACED_IN_FOR_EACH, setting, summary, help=help, key=True)
