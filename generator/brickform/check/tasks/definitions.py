"""What a job defines for its tasks to name: each once, and none in vain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from brickform import codes
from brickform.check.tasks.job_tasks import JobTasks
from brickform.diagnostics import Diagnostic
from brickform.location import Location
from brickform.sourced import Sourced

_NAMED_BY = {
    "environment_variables": "environment_variables_key",
    "environments": "environment_key",
    "job_clusters": "job_cluster_key",
    "parameters": "name",
}
"""The lists of a job and the key that is unique in each: https://docs.databricks.com/api/workspace/jobs/create"""


def names_in(job: JobTasks, section: str) -> Iterator[Sourced]:
    """Yield the names of what a list of the job defines, such as ``job_clusters``."""
    entries = job.settings.get(section)
    for entry in entries.elements() if entries is not None else ():
        if (name := entry.get(_NAMED_BY[section])) is not None:
            yield name


def undefined_names(job: JobTasks, section: str) -> Iterator[tuple[Sourced, Sourced, set[str]]]:
    """Yield each task that names what a list of the job does not define, that name, and what is defined."""
    for task in job.all_tasks:
        named = task.get(_NAMED_BY[section])
        if named is not None:
            known = {str(name.value) for name in names_in(job, section)}
            if named.value not in known:
                yield task, named, known


def duplicate_definitions(job: JobTasks) -> Iterator[Diagnostic]:
    for section in _NAMED_BY.keys() & job.settings.value.keys():
        seen: set[object] = set()
        for name in names_in(job, section):
            if name.value in seen:
                yield Diagnostic.at(
                    codes.DUPLICATE_DEFINITION,
                    name,
                    f"'{name.value}' is defined twice in '{section}'",
                    help="give each a name of its own",
                )
            seen.add(name.value)


def unused_job_clusters(jobs: Sequence[JobTasks]) -> Iterator[Diagnostic]:
    """Report the clusters that no task runs on; one that many models share is used if any of them uses it."""
    unused: dict[Location, Sourced] = {}
    used: set[Location] = set()
    for job in jobs:
        if "job_clusters" in job.settings.value:
            named = {task.value.get("job_cluster_key") for task in job.all_tasks}
            for name in names_in(job, "job_clusters"):
                if name.value in named:
                    used.add(name.location)
                else:
                    unused[name.location] = name
    for location in unused.keys() - used:
        yield Diagnostic.at(
            codes.UNUSED_JOB_CLUSTER,
            unused[location],
            f"no task runs on the job cluster '{unused[location].value}'",
            help="name it in the job_cluster_key of a task, or remove it",
        )
