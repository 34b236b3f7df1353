"""All resources of one project for one target, and how they hang together."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property

from brickform.compile.model import Cluster, Job, Notebook, Permissions, ReleasedJob
from brickform.resolve.project import Target


@dataclass(frozen=True)
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

    def notebook(self, key: str) -> Notebook:
        return self._notebook_by_key[key]

    def notebooks_of(self, job: Job) -> list[Notebook]:
        """Return the notebooks that a job runs, by the models they belong to."""
        found = (self._notebook_by_model.get(model) for model in job.models)
        return [notebook for notebook in found if notebook is not None]

    def permissions_of(self, kind: str, key: str) -> Permissions | None:
        """Return the access list of one object; None where nobody is granted anything."""
        return self._permissions_by_object.get((kind, key))

    @cached_property
    def _notebook_by_key(self) -> dict[str, Notebook]:
        return {notebook.key: notebook for notebook in self.notebooks}

    @cached_property
    def _notebook_by_model(self) -> dict[str, Notebook]:
        return {model: notebook for notebook in self.notebooks for model in notebook.models}

    @cached_property
    def _permissions_by_object(self) -> dict[tuple[str, str], Permissions]:
        return {(item.of.kind, item.of.key): item for item in self.permissions}

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
