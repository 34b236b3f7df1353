"""One project for one target, with nothing left to render: the result of the resolving stage."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from brickform.location import SourceMap
from brickform.sourced import Sourced


class ResolveOptions(NamedTuple):
    """``target`` None means the project's default; ``vars`` are those of ``--vars``."""

    target: str | None = None
    vars: Mapping[str, Any] = {}
    select: tuple[str, ...] = ()


class Relation(NamedTuple):
    """A table in Unity Catalog (or the Hive metastore)."""

    catalog: str
    schema: str
    identifier: str


class Target(NamedTuple):
    """One deployment target; holds no secret."""

    name: str
    catalog: str
    schema: str
    is_default: bool = False
    host: str | None = None
    mode: str | None = None
    """``development``, ``production`` or None, as in a bundle."""
    run_as: Sourced | None = None
    """A mapping with ``user_name`` or ``service_principal_name``."""
    http_path: str | None = None
    """Of the profile: the compute that dbt itself connects to."""


def unique_id(kind: str, package: str, name: str, version: str | None) -> str:
    versioned = f".v{version}" if version is not None else ""
    return f"{kind}.{package}.{name}{versioned}"


class ResolvedModel(NamedTuple):
    """A Python model that is enabled, with its final config."""

    name: str
    package: str
    version: str | None
    path: str
    fqn: tuple[str, ...]
    relation: Relation
    config: Sourced
    """The merged and rendered config; ``config.source`` leads to where each part was written."""
    code: str
    source: SourceMap
    """Where the model is declared: its property entry, else its file."""
    refs: Mapping[str, Relation] = {}
    """By what the code asks for: ``orders``, ``package.orders``, ``orders.v2``."""
    sources: Mapping[str, Relation] = {}
    """By ``source.table``."""
    config_gets: Mapping[str, Any] = {}
    """What ``dbt.config.get`` answers, for each key that the code asks for and the config has."""
    meta_gets: Mapping[str, Any] = {}
    code_line: int = 1
    """Where in its file the code begins."""
    description: Sourced | None = None
    column_descriptions: Mapping[str, Sourced] = {}
    """As they are written: only dbt knows its doc blocks."""

    @property
    def unique_id(self) -> str:
        """dbt's own: ``model.package.name`` with ``.v2`` for a versioned model."""
        return unique_id("model", self.package, self.name, self.version)


class GroupedJob(NamedTuple):
    """A job of ``jobs:`` in brickform.yml, which runs several models."""

    name: str
    config: Sourced
    """A model's config as far as it is about a job: merged and rendered."""
    models: Mapping[str, Sourced]
    """By unique id, the entry of the job that names the model."""
    with_dbt: Sourced | None = None
    """True or a mapping: dbt runs what lies between the models."""


class LineageNode(NamedTuple):
    """A model, seed or snapshot, and what it reads."""

    name: str
    package: str
    version: str | None = None
    is_python: bool = False
    upstream: frozenset[str] = frozenset()
    """Unique ids."""


class ResolvedProject(NamedTuple):
    """A project resolved for one target."""

    root: Path
    name: str
    target: Target
    targets: tuple[Target, ...]
    models: tuple[ResolvedModel, ...]
    """Every enabled Python model, sorted by unique id; the selection narrows what is written only."""
    selected: frozenset[str]
    """Unique ids of the models to write."""
    jobs: tuple[GroupedJob, ...] = ()
    """Sorted by name; a model is in one of them at most."""
    lineage: Mapping[str, LineageNode] = {}
    """By unique id; empty where there are no ``jobs``."""
    clusters: Sourced | None = None
    """A mapping: shared all-purpose clusters by the name that a ``cluster_id`` may give."""
    notebook_root: str | None = None
    is_dbt: bool = False
    """Whether there is a dbt_project.yml, so that dbt may run the models as well."""
    allow_fields: tuple[Sourced, ...] = ()
    """Fields newer than the schema: keys, or ends of config paths with dots and without indices."""
    adopted_in: Mapping[str, tuple[str, ...]] = {}
    """The names of all targets that give an ``existing_job_id``, by that id."""
    source_folders: tuple[Path, ...] = ()
    """Where models, seeds and snapshots are read from."""
    listed_jobs: Sourced | None = None
    """A mapping, as it was written: the jobs that agents and SQL may start."""

    def job_of(self, model: ResolvedModel) -> GroupedJob | None:
        """Return the job of ``jobs:`` that names a model."""
        return next((job for job in self.jobs if model.unique_id in job.models), None)

    @property
    def configs(self) -> list[Sourced]:
        """Return all that the outputs are made of, as it was written: of models, jobs and clusters."""
        others = [self.clusters, *(part for job in self.jobs for part in (job.config, job.with_dbt))]
        mappings = [part for part in others if part is not None and isinstance(part.value, dict)]
        return [*(model.config for model in self.models), *mappings]
