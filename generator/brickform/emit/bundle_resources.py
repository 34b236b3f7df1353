"""The resources of a bundle, each for one target."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from brickform.compile.graph import ResourceGraph
from brickform.compile.model import Cluster, Job
from brickform.diagnostics import Diagnostics
from brickform.emit.bundle_files import BundleReferences
from brickform.emit.bundle_value import BundleValues
from brickform.emit.bundle_yaml import to_yaml
from brickform.emit.settings import carried_settings
from brickform.emit.unsupported import BUNDLE_CLUSTER, BUNDLE_JOB


def jobs_yaml(jobs: Iterable[Job], graph: ResourceGraph, problems: Diagnostics) -> bytes:
    return _wrapped(graph, "jobs", {job.key: _job(job, graph, problems) for job in jobs})


def _job(job: Job, graph: ResourceGraph, problems: Diagnostics) -> dict[str, Any]:
    settings = carried_settings(job.settings, BUNDLE_JOB, problems)
    values = BundleValues(BundleReferences(graph, from_git="git_source" in settings), problems)
    body: dict[str, Any] = values.convert(settings, job.settings.source)
    body.update(_permissions("job", job.key, graph, values))
    if job.existing_job_id is not None:
        body["lifecycle"] = {"prevent_destroy": True}
    return body


def cluster_yaml(cluster: Cluster, graph: ResourceGraph, problems: Diagnostics) -> bytes:
    settings = carried_settings(cluster.settings, BUNDLE_CLUSTER, problems)
    values = BundleValues(BundleReferences(graph, from_git=False), problems)
    body = values.convert(settings, cluster.settings.source)
    body.update(_permissions("cluster", cluster.key, graph, values))
    return _wrapped(graph, "clusters", {cluster.key: body})


def _permissions(kind: str, key: str, graph: ResourceGraph, values: BundleValues) -> dict[str, Any]:
    permissions = graph.permissions_of(kind, key)
    if permissions is None:
        return {}
    entries = [
        {entry.kind: values.convert(entry.principal, entry.source), "level": entry.level}
        for entry in permissions.entries
    ]
    return {"permissions": entries}


def _wrapped(graph: ResourceGraph, kind: str, bodies: dict[str, Any]) -> bytes:
    return to_yaml({"targets": {graph.target.name: {"resources": {kind: bodies}}}})
