"""Timeouts that stop nothing, or that come too late."""

from __future__ import annotations

from collections.abc import Iterator

from brickform import codes
from brickform.check.tasks.job_tasks import JobTasks, task_key
from brickform.diagnostics import Diagnostic


def timeouts_of_zero(job: JobTasks) -> Iterator[Diagnostic]:
    # "A value of 0 means no timeout": https://docs.databricks.com/api/workspace/jobs/create
    for owner in (job.settings, *job.all_tasks):
        if owner.value.get("timeout_seconds") == 0:
            yield Diagnostic.at(
                codes.TIMEOUT_OF_ZERO,
                owner.get("timeout_seconds") or owner,
                "a timeout of 0 seconds is none: a run may go on for ever",
                help="write how long a run may take, or remove it",
                key=True,
            )


def timeouts_after_the_job(job: JobTasks) -> Iterator[Diagnostic]:
    limit = job.settings.value.get("timeout_seconds")
    if not limit:
        return
    for task in job.all_tasks:
        timeout = task.get("timeout_seconds")
        if timeout is not None and timeout.value > limit:
            yield Diagnostic.at(
                codes.TIMEOUT_AFTER_THE_JOB,
                timeout,
                f"the whole job is stopped after {limit} seconds,"
                f" before the timeout of '{task_key(task)}', {timeout.value}",
                help="give the job as much time as its tasks, or the task less",
            )
