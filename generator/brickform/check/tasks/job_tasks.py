"""The tasks of one job, and that no two have one key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from brickform import codes
from brickform.compile.compute import COMPUTE_KEYS
from brickform.compile.model import Job
from brickform.diagnostics import Diagnostic
from brickform.sourced import Sourced


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
    """Tell whether a task says which cluster it runs on; without one it runs serverless."""
    return any(task.value.get(key) is not None for key in COMPUTE_KEYS)


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
