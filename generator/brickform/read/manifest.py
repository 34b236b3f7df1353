"""Reads dbt's ``manifest.json``: the nodes of one target, with their final configs and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from brickform.codes import MANIFEST_SHAPE
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.location import Location
from brickform.read.manifest_document import is_plain, read_document
from brickform.read.project import DbtNode, Manifest
from brickform.read.source_files import name_below

_KINDS = ("model", "seed", "snapshot", "source")
# dbt notes what the code asks of its config among the configs
_NOTES = frozenset({"config_keys_used", "config_keys_defaults", "meta_keys_used", "meta_keys_defaults"})
# what dbt calls both spellings of a hook
_OF_HOOKS = {"pre_hook": "pre-hook", "post_hook": "post-hook"}
_NAME_MACRO = re.compile(r"(?:\w+__)?generate_(schema|alias|database)_name")
_OF_DBT = ("dbt", "dbt_spark", "dbt_databricks")


class PythonNode(NamedTuple):
    """A Python model of a manifest, enabled or not."""

    node: DbtNode
    fqn: tuple[str, ...]
    code: str
    patch_path: str | None
    """The property file of its entry."""


def read_manifest(
    path: Path, root: Path, prefixes: Mapping[str, str], found: Diagnostics
) -> tuple[Manifest, tuple[PythonNode, ...]] | None:
    """Read a manifest and its Python models; None where it is not one that can be used.

    ``prefixes`` are the folders of packages below ``root``, with a slash at the end. A manifest has
    no positions: problems of an entry lie at its first line, and name the entry.
    """
    document = read_document(path, root, found)
    if document is None:
        return None
    file, project_name = name_below(root, path), document["metadata"]["project_name"]
    reader = _Reader(file, {project_name: "", **prefixes}, found)
    nodes = list(reader.nodes(document))
    python = tuple(entry for entry in nodes if isinstance(entry, PythonNode))
    enabled = (entry.node if isinstance(entry, PythonNode) else entry for entry in nodes)
    return Manifest(
        file=file,
        project_name=project_name,
        nodes=tuple(node for node in enabled if node.config.get("enabled") is not False),
        name_macros=frozenset(_name_macros(document.get("macros"))),
    ), python


def _name_macros(macros: Any) -> Iterator[str]:
    for macro in macros.values() if isinstance(macros, dict) else ():
        if isinstance(macro, dict) and macro.get("package_name") not in _OF_DBT:
            match = _NAME_MACRO.fullmatch(str(macro.get("name")))
            if match is not None:
                yield match[1]


class _ShapeError(Exception):
    pass


class _Reader:
    """Reads entry after entry; one of another shape than dbt's is an error and left out."""

    def __init__(self, file: str, prefixes: Mapping[str, str], found: Diagnostics) -> None:
        self._file = file
        self._prefixes = prefixes
        self._found = found

    def nodes(self, document: Mapping[str, Any]) -> Iterator[DbtNode | PythonNode]:
        for unique_id, written in sorted(_entries(document), key=lambda item: item[0]):
            node = self._read(unique_id, written)
            if node is not None:
                yield node

    def _read(self, unique_id: str, written: Any) -> DbtNode | PythonNode | None:
        try:
            entry = _Entry(unique_id, written)
            if entry.kind not in _KINDS:
                return None
            return self._python(entry) if entry.is_python else self._node(entry)
        except _ShapeError as problem:
            summary, advice = f"'{unique_id}' of the manifest {problem}", "run `dbt parse` once more"
            self._found.add(Diagnostic(MANIFEST_SHAPE, summary, Location(self._file, 1, 1), (), advice))
            return None

    def _python(self, entry: _Entry) -> PythonNode:
        patch = entry.optional_text("patch_path")
        package, _, path = patch.partition("://") if patch is not None else ("", "", "")
        return PythonNode(
            node=self._node(entry),
            fqn=entry.texts("fqn"),
            code=entry.text("raw_code"),
            patch_path=self._path(package, path) if path else None,
        )

    def _node(self, entry: _Entry) -> DbtNode:
        package, is_source = entry.text("package_name"), entry.kind == "source"
        name = entry.text("name")
        return DbtNode(
            unique_id=entry.unique_id,
            kind=entry.kind,
            name=f"{entry.text('source_name')}.{name}" if is_source else name,
            package=package,
            path=self._path(package, entry.text("original_file_path")),
            catalog=entry.optional_text("database"),
            schema=entry.text("schema"),
            identifier=entry.text("identifier" if is_source else "alias"),
            config=entry.config(),
            version=entry.version("version"),
            latest_version=entry.version("latest_version"),
            depends_on=entry.depends_on(),
            description=entry.description(),
            column_descriptions=entry.column_descriptions(),
        )

    def _path(self, package: str, path: str) -> str:
        return self._prefixes.get(package, f"dbt_packages/{package}/") + path.replace("\\", "/")


def _entries(document: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for section in ("nodes", "sources"):
        listed = document.get(section)
        yield from listed.items() if isinstance(listed, dict) else ()
    disabled = document.get("disabled")
    for unique_id, entries in disabled.items() if isinstance(disabled, dict) else ():
        # of the files of one name that are disabled any one will do: none has a table
        if isinstance(entries, list) and entries and unique_id not in document["nodes"]:
            yield unique_id, entries[0]


class _Entry:
    """One entry of a manifest; raises _ShapeError where it is not as dbt writes it."""

    def __init__(self, unique_id: str, written: Any) -> None:
        if not isinstance(written, dict):
            raise _ShapeError("is no object")
        if not is_plain(written) or not is_plain(unique_id):
            raise _ShapeError("holds text that is not Unicode, or nests without end")
        self.unique_id = unique_id
        self._written = written

    @property
    def kind(self) -> str:
        return self.text("resource_type")

    @property
    def is_python(self) -> bool:
        return self.kind == "model" and self._written.get("language") == "python"

    def text(self, key: str) -> str:
        value = self._written.get(key)
        if not isinstance(value, str) or not value:
            raise _ShapeError(f"has no '{key}'")
        return value

    def optional_text(self, key: str) -> str | None:
        return None if self._written.get(key) is None else self.text(key)

    def texts(self, key: str) -> tuple[str, ...]:
        values = self._written.get(key)
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise _ShapeError(f"has no list '{key}'")
        return tuple(values)

    def version(self, key: str) -> str | None:
        value = self._written.get(key)
        if isinstance(value, bool | dict | list):
            raise _ShapeError(f"has no usable '{key}'")
        return None if value is None else str(value)

    def config(self) -> dict[str, Any]:
        """Return what somebody wrote, with the values that dbt made of it."""
        config, written = self._written.get("config"), self._written.get("unrendered_config")
        if not isinstance(config, dict) or not isinstance(written, dict):
            raise _ShapeError("has no 'config'")
        given = {_OF_HOOKS.get(key, key) for key in written} - _NOTES
        return {key: value for key, value in config.items() if key in given}

    def depends_on(self) -> frozenset[str]:
        depends_on = self._written.get("depends_on")
        nodes = depends_on.get("nodes") if isinstance(depends_on, dict) else None
        if not isinstance(nodes, list):
            return frozenset()
        return frozenset(node for node in nodes if isinstance(node, str))

    def description(self) -> str:
        return _description(self._written)

    def column_descriptions(self) -> dict[str, str]:
        columns = self._written.get("columns")
        described = columns.items() if isinstance(columns, dict) else ()
        return {name: text for name, column in described if (text := _description(column))}


def _description(entry: Any) -> str:
    description = entry.get("description") if isinstance(entry, dict) else None
    return description if isinstance(description, str) else ""
