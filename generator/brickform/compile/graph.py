"""All resources of one project for one target, and how they hang together."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from brickform.compile.model import Cluster, Job, Notebook, Permissions, ReleasedJob
from brickform.resolve.project import Target


@dataclass(frozen=True, slots=True)
class ResourceGraph:
    """Resources sorted by key; tied by the ``Ref`` values inside them."""

    project: str
    target: Target
    targets: tuple[Target, ...]
    notebook_root: str | None = None
    jobs: tuple[Job, ...] = ()
    notebooks: tuple[Notebook, ...] = ()
    permissions: tuple[Permissions, ...] = ()
    clusters: tuple[Cluster, ...] = ()
    released: tuple[ReleasedJob, ...] = ()

    def select_folders(self, models: Collection[str]) -> ResourceGraph:
        """Narrow to what all models need that lie in one folder with any of the given ones."""
        owners: list[Job | ReleasedJob] = [*self.jobs, *self.released]
        folders = {owner.folder for owner in owners if not set(owner.models).isdisjoint(models)}
        return self.select({model for owner in owners if owner.folder in folders for model in owner.models})

    def select(self, models: Collection[str]) -> ResourceGraph:
        """Narrow to what the given models (unique ids) need; what is let go counts for all of them."""
        wanted = set(models)
        jobs = tuple(job for job in self.jobs if wanted.intersection(job.models))
        wanted.update(*(job.models for job in jobs))
        clusters = tuple(cluster for cluster in self.clusters if wanted.intersection(cluster.models))
        objects = {("job", job.key) for job in jobs} | {("cluster", cluster.key) for cluster in clusters}
        notebooks = tuple(notebook for notebook in self.notebooks if wanted.intersection(notebook.models))
        objects |= {("notebook", notebook.key) for notebook in notebooks}
        permissions = tuple(item for item in self.permissions if item.of[:2] in objects)
        return replace(self, jobs=jobs, notebooks=notebooks, permissions=permissions, clusters=clusters)
