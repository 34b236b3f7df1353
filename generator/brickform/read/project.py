"""What one project says, exactly as written: the result of the reading stage."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from brickform.read.python_model import PythonModel
from brickform.sourced import Sourced


class ReadOptions(NamedTuple):
    """Where to read from; ``profiles_dir`` None means dbt's own search order."""

    root: Path
    profiles_dir: Path | None = None
    manifest: Path | None = None
    """dbt's manifest.json: what it says of models, tables and sources goes before the files."""


class DbtNode(NamedTuple):
    """What dbt worked out about a model, seed, snapshot or source for the target of a manifest."""

    unique_id: str
    kind: str
    """``model``, ``seed``, ``snapshot`` or ``source``."""
    name: str
    """For a source ``source.table``."""
    package: str
    path: str
    catalog: str | None
    schema: str
    identifier: str
    config: Mapping[str, Any]
    """Rendered and final; only the keys that somebody wrote, without those that dbt fills in."""
    version: str | None = None
    latest_version: str | None = None
    depends_on: frozenset[str] = frozenset()
    """Unique ids."""
    description: str = ""
    column_descriptions: Mapping[str, str] = {}
    """Those that are not empty."""


class Manifest(NamedTuple):
    """A ``manifest.json`` as far as it concerns Python models and what they read."""

    file: str
    project_name: str
    nodes: tuple[DbtNode, ...] = ()
    name_macros: frozenset[str] = frozenset()
    """Which of ``schema``, ``alias`` and ``database`` a macro of the project or a package decides."""


class ModelFile(NamedTuple):
    """One Python model: its file, and its entry in the property YAML when there is one."""

    name: str
    package: str
    path: str
    """Relative to the project root, with forward slashes."""
    fqn: tuple[str, ...]
    """``(package, folder, …, file stem)`` as dbt's ``models:`` tree addresses it."""
    python: PythonModel
    properties: Sourced | None = None
    """The entry of ``models:`` in a property file (``name``, ``config``, ``columns``, …)."""
    version: str | None = None
    """The version of a versioned model (``versions: [{v: 2}]``), as text."""
    version_properties: Sourced | None = None
    """The entry of ``versions:``, whose ``config`` goes over that of ``properties``."""
    node: DbtNode | None = None
    """What a manifest says of it."""


class OtherNode(NamedTuple):
    """A node that ``dbt.ref`` can name but brickform does not run: SQL model, seed or snapshot."""

    name: str
    package: str
    kind: str
    """``model``, ``seed`` or ``snapshot``; each is configured by its own tree in dbt_project.yml."""
    path: str
    fqn: tuple[str, ...]
    inline_config: Sourced | None = None
    """The literal arguments of ``{{ config(…) }}`` in a SQL file."""
    properties: Sourced | None = None
    version: str | None = None
    version_properties: Sourced | None = None
    computed_config: frozenset[str] = frozenset()
    """The keys of ``{{ config(…) }}`` whose values only dbt can work out."""
    sql: str = ""


class SourceEntry(NamedTuple):
    """An entry of ``sources:`` in a property file."""

    package: str
    written: Sourced


class Project(NamedTuple):
    """Everything read from one project; nothing rendered, merged or checked yet."""

    root: Path
    name: str
    dbt_project: Sourced | None
    """The document of ``dbt_project.yml``."""
    brickform: Sourced | None
    """The document of ``brickform.yml``."""
    profile: Sourced | None
    """The project's entry of ``profiles.yml`` (``target``, ``outputs``); its secrets stay in here."""
    profile_names: tuple[str, ...] | None = None
    """All that ``profiles.yml`` has; None where no such file was found."""
    models: tuple[ModelFile, ...] = ()
    other_nodes: tuple[OtherNode, ...] = ()
    sources: tuple[SourceEntry, ...] = ()
    package_projects: Mapping[str, Sourced] = {}
    """The documents of the installed packages' ``dbt_project.yml``, by package name."""
    source_paths: tuple[str, ...] = ()
    """Where models, seeds and snapshots lie, relative to the root."""
    manifest: Manifest | None = None
    """Where models, tables and sources are taken from; ``other_nodes`` and ``sources`` count without it."""

    @property
    def is_dbt(self) -> bool:
        return self.dbt_project is not None or self.manifest is not None
