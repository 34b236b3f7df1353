"""The tasks of one job, and that no two have one key."""

from __future__ import annotations

from collections.abc import Iterator

from brickform import codes
from brickform.compile.compute import COMPUTE_KEYS
from brickform.compile.graph import ResourceGraph
from brickform.compile.model import Job
from brickform.diagnostics import Diagnostic
from brickform.sourced import Sourced


def tasks_of(job: Job) -> Iterator[Sourced]:
    """Yield the tasks of a job, not those inside a ``for_each_task``."""
    tasks = job.settings.get("tasks")
    return tasks.elements() if tasks is not None else iter(())


def all_tasks(job: Job) -> Iterator[Sourced]:
    """Yield the tasks of a job, those inside a ``for_each_task`` included."""
    for task in tasks_of(job):
        yield task
        if (inner := inner_task(task)) is not None:
            yield inner


def inner_task(task: Sourced) -> Sourced | None:
    return task.at("for_each_task", "task") if "for_each_task" in task.value else None


def task_key(task: Sourced) -> str:
    key = task.get("task_key")
    return "" if key is None else str(key.value)


def names_compute(task: Sourced) -> bool:
    """Tell whether a task says which cluster it runs on; without one it runs serverless."""
    return any(task.value.get(key) is not None for key in COMPUTE_KEYS)


def duplicate_task_keys(graph: ResourceGraph) -> Iterator[Diagnostic]:
    for job in graph.jobs:
        seen: set[str] = set()
        for task in tasks_of(job):
            if task_key(task) in seen:
                yield Diagnostic.at(
                    codes.DUPLICATE_TASK_KEY,
                    task.get("task_key") or task,
                    f"the job '{job.key}' has two tasks with the key '{task_key(task)}'",
                    help="give each task a key of its own",
                )
            seen.add(task_key(task))
