"""The tasks of one job: not too many of them, and each with a key of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from brickform import codes
from brickform.compile.compute import COMPUTE_KEYS
from brickform.compile.model import Job
from brickform.diagnostics import Diagnostic
from brickform.sourced import Sourced

_MOST_TASKS = 1000
_LONGEST_KEY = 100
"""What is written is held against these by the schema: https://docs.databricks.com/api/workspace/jobs/create"""


class JobTasks(NamedTuple):
    """A job whose tasks are taken apart once, for all checks."""

    key: str
    settings: Sourced
    tasks: tuple[Sourced, ...]
    """Not those inside a ``for_each_task``."""
    all_tasks: tuple[Sourced, ...]
    """Those too, each behind the one that starts it."""

    @classmethod
    def of(cls, job: Job) -> JobTasks:
        listed = job.settings.get("tasks")
        tasks = tuple(listed.elements()) if listed is not None else ()
        return cls(job.key, job.settings, tasks, tuple(_with_inner_tasks(tasks)))


def _with_inner_tasks(tasks: tuple[Sourced, ...]) -> Iterator[Sourced]:
    for task in tasks:
        yield task
        if (inner := inner_task(task)) is not None:
            yield inner


def inner_task(task: Sourced) -> Sourced | None:
    return task.at("for_each_task", "task") if "for_each_task" in task.value else None


def task_key(task: Sourced) -> str:
    return str(task.value.get("task_key", ""))


def names_compute(task: Sourced) -> bool:
    """Tell whether a task says which cluster it runs on, nulls being gone; without one it runs serverless."""
    return not task.value.keys().isdisjoint(COMPUTE_KEYS)


def duplicate_task_keys(job: JobTasks) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for task in job.tasks:
        if task_key(task) in seen:
            yield Diagnostic.at(
                codes.DUPLICATE_TASK_KEY,
                task.get("task_key") or task,
                f"the job '{job.key}' has two tasks with the key '{task_key(task)}'",
                help="give each task a key of its own",
            )
        seen.add(task_key(task))


def beyond_limits(job: JobTasks) -> Iterator[Diagnostic]:
    """Report what several models make of one job, each of them within the limits."""
    if len(job.tasks) > _MOST_TASKS:
        summary = (
            f"the job '{job.key}' has {len(job.tasks)} tasks, more than the {_MOST_TASKS} that are allowed"
        )
        yield Diagnostic.at(codes.OVER_LIMIT, job.settings, summary, help="part its models", key=True)
    for task in job.tasks:
        if len(key := task_key(task)) > _LONGEST_KEY:
            summary = f"the task key '{key}' has {len(key)} characters, more than the {_LONGEST_KEY} allowed"
            advice = "write task_key under additional_task_settings of the model"
            yield Diagnostic.at(codes.OVER_LIMIT, task.get("task_key") or task, summary, help=advice)
