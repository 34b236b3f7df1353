"""What a task runs on must be one thing, and must exist."""

from __future__ import annotations

from collections.abc import Iterator

from brickform import codes
from brickform.check.tasks import task_key, tasks_of
from brickform.compile.compute import COMPUTE_KEYS
from brickform.compile.graph import ResourceGraph
from brickform.compile.model import Job
from brickform.diagnostics import Diagnostic
from brickform.sourced import Sourced
from brickform.suggestions import did_you_mean


def unknown_job_clusters(graph: ResourceGraph) -> Iterator[Diagnostic]:
    for job in graph.jobs:
        known = _keys(job, "job_clusters", "job_cluster_key")
        for task in _all_tasks(job):
            named = task.get("job_cluster_key")
            if named is not None and named.value not in known:
                yield Diagnostic.at(
                    codes.UNKNOWN_JOB_CLUSTER,
                    named,
                    f"'{task_key(task)}' runs on the job cluster '{named.value}', which is not defined",
                    help=did_you_mean(
                        str(named.value), known, otherwise="define it under python_job_config.job_clusters"
                    ),
                )


def several_computes(graph: ResourceGraph) -> Iterator[Diagnostic]:
    for job in graph.jobs:
        for task in _all_tasks(job):
            named = [key for key in COMPUTE_KEYS if task.get(key) is not None]
            if len(named) > 1:
                yield Diagnostic.at(
                    codes.SEVERAL_COMPUTES,
                    task.get(named[1]) or task,
                    f"'{task_key(task)}' names {len(named)} computes: {', '.join(named)}",
                    help="keep one of them",
                    key=True,
                )


def unknown_environments(graph: ResourceGraph) -> Iterator[Diagnostic]:
    for job in graph.jobs:
        known = _keys(job, "environments", "environment_key")
        for task in _all_tasks(job):
            named = task.get("environment_key")
            if named is not None and named.value not in known:
                yield Diagnostic.at(
                    codes.UNKNOWN_ENVIRONMENT,
                    named,
                    f"'{task_key(task)}' names the environment '{named.value}', which is not defined",
                    help=did_you_mean(
                        str(named.value),
                        known,
                        otherwise="write environment_dependencies,"
                        " or define it under python_job_config.environments",
                    ),
                )


def _all_tasks(job: Job) -> Iterator[Sourced]:
    for task in tasks_of(job):
        yield task
        if (inner := task.at("for_each_task", "task")) is not None:
            yield inner


def _keys(job: Job, section: str, key: str) -> set[str]:
    entries = job.settings.get(section)
    found = (entry.get(key) for entry in entries.elements()) if entries is not None else ()
    return {str(name.value) for name in found if name is not None}
