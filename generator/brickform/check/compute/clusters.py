"""Every cluster that a project describes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from brickform.check.tasks.job_tasks import JobTasks
from brickform.compile.graph import ResourceGraph
from brickform.compile.groups import submission_method
from brickform.resolve.project import ResolvedProject
from brickform.sourced import Sourced


def all_clusters(
    jobs: Iterable[JobTasks], graph: ResourceGraph, project: ResolvedProject
) -> Iterator[Sourced]:
    """Yield every cluster that is described: of a task, of a job, of a one-time run, and shared ones."""
    for job in jobs:
        yield from _clusters_of(job)
    deployed = {model_id for job in graph.jobs for model_id in job.models}
    for model in project.models:
        cluster = model.config.get("job_cluster_config")
        if cluster and model.unique_id not in deployed and submission_method(model) == "job_cluster":
            yield cluster
    for shared in graph.clusters:
        yield shared.settings


def _clusters_of(job: JobTasks) -> Iterator[Sourced]:
    for task in job.all_tasks:
        if (cluster := task.get("new_cluster")) is not None:
            yield cluster
    for entry in _job_clusters(job):
        if (cluster := entry.get("new_cluster")) is not None:
            yield cluster


def cluster_of(job: JobTasks, task: Sourced) -> Sourced | None:
    """Return the cluster that a task runs on, where the job describes it."""
    key = task.value.get("job_cluster_key")
    for entry in _job_clusters(job) if key is not None else ():
        if entry.value["job_cluster_key"] == key:
            return entry.get("new_cluster")
    return task.get("new_cluster")


def _job_clusters(job: JobTasks) -> Iterator[Sourced]:
    defined = job.settings.get("job_clusters")
    return defined.elements() if defined is not None else iter(())
