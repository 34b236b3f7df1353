"""What a job cannot have that always runs."""

from __future__ import annotations

from collections.abc import Iterator

from brickform import codes
from brickform.check.tasks.job_tasks import JobTasks, task_key
from brickform.diagnostics import Diagnostic
from brickform.sourced import Sourced


def limits_of_continuous_jobs(job: JobTasks) -> Iterator[Diagnostic]:
    """Report what https://docs.databricks.com/jobs/continuous.html says that such a job cannot use."""
    if job.settings.value.get("continuous") is not None:
        yield from _retries(job)
        yield from _dependencies(job)
        yield from _concurrent_runs(job)


def _retries(job: JobTasks) -> Iterator[Diagnostic]:
    for task in job.all_tasks:
        retries = task.get("max_retries")
        if retries is not None and retries.value != 0:
            yield _not_used(
                retries,
                "a continuous job takes no retry policy: it starts again by itself, later each time",
                "remove max_retries; continuous: {task_retry_mode: ON_FAILURE} retries single tasks",
            )


def _dependencies(job: JobTasks) -> Iterator[Diagnostic]:
    for task in job.tasks:
        if (depends_on := task.get("depends_on")) is not None:
            yield _not_used(
                depends_on,
                f"a continuous job takes no dependencies between its tasks, as '{task_key(task)}' has",
                "remove depends_on, or run the job on a schedule or a trigger",
            )


def _concurrent_runs(job: JobTasks) -> Iterator[Diagnostic]:
    runs = job.settings.get("max_concurrent_runs")
    if runs is not None and runs.value > 1:
        yield _not_used(
            runs, "a continuous job has one run at a time", "remove max_concurrent_runs, or write 1"
        )


def _not_used(place: Sourced, summary: str, help: str) -> Diagnostic:
    return Diagnostic.at(codes.LIMIT_OF_CONTINUOUS_JOBS, place, summary, help=help, key=True)
