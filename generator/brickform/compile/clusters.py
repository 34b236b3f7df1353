"""Shared all-purpose clusters, which a model's ``cluster_id`` may name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from brickform.compile.model import Cluster, Job, Ref
from brickform.compile.normalise import normalise
from brickform.resolve.project import ResolvedProject
from brickform.sourced import Sourced


def compile_clusters(project: ResolvedProject, jobs: Iterable[Job]) -> Iterator[Cluster]:
    """Yield every cluster of the project, with the models whose jobs run on it."""
    if project.clusters is None:
        return
    users = _users(jobs)
    for key, settings in sorted(project.clusters.items()):
        entries = settings.entries()
        entries.pop("permissions", None)
        if settings.get("cluster_name") is None:
            entries["cluster_name"] = settings.derive(key)
        yield Cluster(
            key=key,
            settings=normalise(Sourced.mapping(entries, settings.source)),
            models=tuple(sorted(users.get(key, ()))),
        )


def _users(jobs: Iterable[Job]) -> dict[str, set[str]]:
    users: dict[str, set[str]] = {}
    for job in jobs:
        for key in _clusters_in(job.settings.value):
            users.setdefault(key, set()).update(job.models)
    return users


def _clusters_in(value: object) -> Iterator[str]:
    if isinstance(value, Ref):
        if value.kind == "cluster":
            yield value.key
    elif isinstance(value, dict):
        for item in value.values():
            yield from _clusters_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from _clusters_in(item)
