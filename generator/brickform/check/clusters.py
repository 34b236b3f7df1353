"""Every cluster that a project describes."""

from __future__ import annotations

from collections.abc import Iterator

from brickform.check.tasks import all_tasks
from brickform.compile.graph import ResourceGraph
from brickform.compile.groups import submission_method
from brickform.compile.model import Job
from brickform.resolve.project import ResolvedModel, ResolvedProject
from brickform.sourced import Sourced


def clusters_of(graph: ResourceGraph, project: ResolvedProject) -> Iterator[Sourced]:
    """Yield every cluster that is described: of a task, of a job, of a one-time run, and shared ones."""
    for job in graph.jobs:
        for task in all_tasks(job):
            if (cluster := task.get("new_cluster")) is not None:
                yield cluster
        yield from job_clusters(job).values()
    for model in _one_time_models(graph, project):
        if (cluster := model.config.get("job_cluster_config")) is not None:
            yield cluster
    for shared in graph.clusters:
        yield shared.settings


def _one_time_models(graph: ResourceGraph, project: ResolvedProject) -> Iterator[ResolvedModel]:
    deployed = {model_id for job in graph.jobs for model_id in job.models}
    for model in project.models:
        if model.unique_id not in deployed and submission_method(model) == "job_cluster":
            yield model


def job_clusters(job: Job) -> dict[object, Sourced]:
    """Return the clusters that the tasks of a job share, by their keys."""
    defined = job.settings.get("job_clusters")
    clusters = {}
    for entry in defined.elements() if defined is not None else ():
        if (cluster := entry.get("new_cluster")) is not None:
            clusters[entry.value.get("job_cluster_key")] = cluster
    return clusters


def cluster_of(job: Job, task: Sourced) -> Sourced | None:
    """Return the cluster that a task runs on, where the job describes it."""
    return task.get("new_cluster") or job_clusters(job).get(task.value.get("job_cluster_key"))
