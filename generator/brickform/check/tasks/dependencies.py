"""How the tasks of one job wait for each other."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

from brickform import codes
from brickform.check.tasks.job_tasks import JobTasks, task_key
from brickform.diagnostics import Diagnostic
from brickform.sourced import Sourced
from brickform.suggestions import did_you_mean, listed


def unknown_tasks(job: JobTasks) -> Iterator[Diagnostic]:
    known = {task_key(task) for task in job.tasks}
    for task in job.tasks:
        if known.issuperset(_upstream_keys(task)):
            continue
        for upstream in _upstream(task):
            if upstream.value not in known:
                yield Diagnostic.at(
                    codes.UNKNOWN_TASK,
                    upstream,
                    f"'{task_key(task)}' depends on the task '{upstream.value}', which the job has not",
                    help=did_you_mean(str(upstream.value), known, otherwise=f"there is: {listed(known)}"),
                )


def task_cycles(job: JobTasks) -> Iterator[Diagnostic]:
    waits_for = {task_key(task): _upstream_keys(task) for task in job.tasks}
    if not any(waits_for.get(key) for upstream in waits_for.values() for key in upstream):
        return  # nobody waits for a task that waits itself
    tasks = {task_key(task): task for task in job.tasks}
    for cycle in _cycles(waits_for):
        yield _cycle(cycle, tasks[cycle[0]])


def _cycle(cycle: list[str], first: Sourced) -> Diagnostic:
    following = cycle[1] if len(cycle) > 1 else cycle[0]
    path = " -> ".join([*cycle, cycle[0]])
    alone = len(cycle) == 1
    return Diagnostic.at(
        codes.TASK_CYCLE,
        next((item for item in _upstream(first) if item.value == following), first),
        f"'{following}' waits for itself" if alone else f"the tasks wait for each other: {path}",
        help="remove it from its own depends_on" if alone else "remove one of these dependencies",
    )


def _cycles(waits_for: dict[str, list[str]]) -> Iterator[list[str]]:
    """Yield cycles that share no task until none is left, each from its smallest key on."""
    while cycle := _cycle_in(waits_for):
        start = cycle.index(min(cycle))
        yield cycle[start:] + cycle[:start]
        waits_for = {key: upstream for key, upstream in waits_for.items() if key not in cycle}


def _cycle_in(waits_for: dict[str, list[str]]) -> list[str]:
    """Return the keys of one cycle, each of which waits for the one behind it, or nothing."""
    try:
        TopologicalSorter(waits_for).prepare()
    except CycleError as error:
        return list(reversed(error.args[1][1:]))
    return []


def dependencies_without_effect(job: JobTasks) -> Iterator[Diagnostic]:
    for task in job.tasks:
        if "depends_on" in task.value:
            upstream = _upstream_keys(task)
            if len(set(upstream)) < len(upstream):
                yield from _written_twice(task)
            yield from _outcomes_of_no_condition(job, task)
        elif "run_if" in task.value:
            yield _run_if_alone(task)


def _written_twice(task: Sourced) -> Iterator[Diagnostic]:
    seen = set()
    for item in _dependencies(task):
        dependency = (item.value.get("task_key"), item.value.get("outcome"))
        if dependency in seen:
            yield Diagnostic.at(
                codes.DEPENDENCY_WITHOUT_EFFECT,
                item.get("task_key") or item,
                f"'{task_key(task)}' depends on '{dependency[0]}' twice",
                help="remove one of the two",
            )
        seen.add(dependency)


def _outcomes_of_no_condition(job: JobTasks, task: Sourced) -> Iterator[Diagnostic]:
    # "Can only be specified on condition task dependencies": https://docs.databricks.com/api/workspace/jobs/create
    if not any("outcome" in item for item in task.value["depends_on"]):
        return
    conditions = {task_key(task) for task in job.tasks if "condition_task" in task.value}
    for item in _dependencies(task):
        outcome = item.get("outcome")
        if outcome is not None and item.value.get("task_key") not in conditions:
            yield Diagnostic.at(
                codes.DEPENDENCY_WITHOUT_EFFECT,
                outcome,
                f"'{item.value.get('task_key')}' is no condition_task, so it has no outcome to wait for",
                help="remove 'outcome'; run_if says which results of a task let the next one run",
                key=True,
            )


def _run_if_alone(task: Sourced) -> Diagnostic:
    # https://docs.databricks.com/jobs/run-if.html: it is evaluated over the dependencies of the task.
    return Diagnostic.at(
        codes.DEPENDENCY_WITHOUT_EFFECT,
        task.get("run_if") or task,
        f"'{task_key(task)}' has run_if, but no depends_on whose results it could look at",
        help="add depends_on, or remove run_if",
        key=True,
    )


def _upstream_keys(task: Sourced) -> list[str]:
    return [item["task_key"] for item in task.value.get("depends_on", ())]


def _upstream(task: Sourced) -> Iterator[Sourced]:
    for item in _dependencies(task):
        if (key := item.get("task_key")) is not None:
            yield key


def _dependencies(task: Sourced) -> Iterator[Sourced]:
    depends_on = task.get("depends_on")
    return depends_on.elements() if depends_on is not None else iter(())
