"""The tasks of one job: their keys and how they wait for each other."""

from __future__ import annotations

from collections.abc import Iterator

from brickform import codes
from brickform.compile.graph import ResourceGraph
from brickform.compile.model import Job
from brickform.diagnostics import Diagnostic
from brickform.sourced import Sourced
from brickform.suggestions import did_you_mean, listed


def tasks_of(job: Job) -> Iterator[Sourced]:
    """Yield the tasks of a job, not those inside a ``for_each_task``."""
    tasks = job.settings.get("tasks")
    return tasks.elements() if tasks is not None else iter(())


def task_key(task: Sourced) -> str:
    key = task.get("task_key")
    return "" if key is None else str(key.value)


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


def unknown_tasks(graph: ResourceGraph) -> Iterator[Diagnostic]:
    for job in graph.jobs:
        known = {task_key(task) for task in tasks_of(job)}
        for task in tasks_of(job):
            for upstream in _upstream(task):
                if upstream.value not in known:
                    yield Diagnostic.at(
                        codes.UNKNOWN_TASK,
                        upstream,
                        f"'{task_key(task)}' depends on the task '{upstream.value}', which the job has not",
                        help=did_you_mean(str(upstream.value), known, otherwise=f"there is: {listed(known)}"),
                    )


def task_cycles(graph: ResourceGraph) -> Iterator[Diagnostic]:
    for job in graph.jobs:
        tasks = {task_key(task): task for task in tasks_of(job)}
        waits_for = {key: [str(item.value) for item in _upstream(task)] for key, task in tasks.items()}
        cycle = _find_cycle(waits_for)
        if cycle:
            yield Diagnostic.at(
                codes.TASK_CYCLE,
                tasks[cycle[0]].get("depends_on") or tasks[cycle[0]],
                f"the tasks wait for each other: {' -> '.join([*cycle, cycle[0]])}",
                help="remove one of these dependencies",
            )


def _upstream(task: Sourced) -> Iterator[Sourced]:
    depends_on = task.get("depends_on")
    for item in depends_on.elements() if depends_on is not None else ():
        if (key := item.get("task_key")) is not None:
            yield key


def _find_cycle(waits_for: dict[str, list[str]]) -> list[str]:
    """Return the keys of one cycle, or nothing; walks without recursion, jobs hold up to 1,000 tasks."""
    done: set[str] = set()
    for start in sorted(waits_for):
        path: list[str] = []
        pending = [(start, 0)]
        while pending:
            key, index = pending.pop()
            if index == 0:
                path.append(key)
            upstream = waits_for.get(key, [])
            if index == len(upstream):
                done.add(path.pop())
                continue
            pending.append((key, index + 1))
            following = upstream[index]
            if following in path:
                return path[path.index(following) :]
            if following not in done:
                pending.append((following, 0))
    return []
