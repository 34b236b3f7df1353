"""Which table each node and source is, and what ``dbt.ref`` and ``dbt.source`` lead to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from brickform.codes import REF_WITHOUT_TABLE, TABLE_NAME, UNKNOWN_REF, UNKNOWN_SOURCE
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.read.python_model import RelationCall
from brickform.resolve.project import Relation, Target
from brickform.resolve.renderer import Renderer
from brickform.sourced import Sourced
from brickform.suggestions import did_you_mean, listed

_NAMING_KEYS = frozenset(
    {"alias", "schema", "database", "catalog", "target_schema", "target_database", "target_catalog"}
)


class Node(NamedTuple):
    """What a ref can lead to."""

    name: str
    package: str
    version: str | None = None
    enabled: bool = True
    relation: Relation | None = None
    problem: str = ""
    """Why there is no relation."""
    latest_version: str | None = None
    """What the property file says; None for the highest."""
    unique_id: str = ""
    """dbt's own."""


class Naming(NamedTuple):
    """Names the tables of one target: dbt's default macros, or plain names without dbt.

    https://docs.getdbt.com/docs/build/custom-schemas
    """

    target: Target
    is_dbt: bool

    def relation(self, config: Sourced, name: str, version: str | None, kind: str = "model") -> Relation:
        schema = _text(config, "schema")
        if schema is None:
            schema = self.target.schema
        elif self.is_dbt:
            schema = f"{self.target.schema}_{schema}"
        catalog = _text(config, "database") or self.target.catalog
        if kind == "snapshot":
            schema = _text(config, "target_schema") or schema
            catalog = _text(config, "target_database") or catalog
        return Relation(catalog, schema, _text(config, "alias") or _default_alias(name, version))


def _default_alias(name: str, version: str | None) -> str:
    return name if version is None else f"{name}_v{version.replace('.', '_')}"


def _text(config: Sourced, key: str) -> str | None:
    entry = config.get(key)
    return str(entry.value).strip() if entry is not None and isinstance(entry.value, str | int) else None


def missing_relation(name: str, config: Sourced, computed: frozenset[str]) -> str:
    """Return why the table of a SQL node cannot be named; empty when it can."""
    materialized = config.get("materialized")
    if materialized is not None and materialized.value == "ephemeral":
        return f"'{name}' is ephemeral and has no table"
    unknown = sorted(computed & _NAMING_KEYS)
    if unknown:
        return f"'{name}' gets its {unknown[0]} from Jinja in its SQL, which only dbt can work out"
    return ""


class NodeIndex:
    """Finds nodes as dbt does: in the caller's package, in the root package, then anywhere."""

    def __init__(self, nodes: Iterable[Node], root: str) -> None:
        self._nodes = sorted(nodes, key=lambda node: (node.package, node.name, _version_key(node.version)))
        self._by_name: dict[str, list[Node]] = {}
        for node in self._nodes:
            self._by_name.setdefault(node.name, []).append(node)
        self._root = root

    def resolve(self, call: RelationCall, package: str, found: Diagnostics) -> Relation | None:
        """Return the table that a ref of a model in ``package`` names, or report why there is none."""
        node = self.find(call, package)
        if node is None:
            found.add(self._unknown(call, *_asked_for(call)))
            return None
        if node.relation is None:
            found.add(Diagnostic.at(REF_WITHOUT_TABLE, call.source, node.problem, help=_TABLE_HELP))
        return node.relation

    def find(self, call: RelationCall, package: str) -> Node | None:
        """Return the node that a ref of a node in ``package`` names, if there is one that is enabled."""
        for candidates in self._candidates(*_asked_for(call), package):
            if (node := _pick(candidates, call.version)) is not None:
                return node
        return None

    def _candidates(self, name: str, wanted: str | None, package: str) -> Iterator[list[Node]]:
        named = [node for node in self._by_name.get(name, ()) if node.enabled]
        for searched in [wanted] if wanted is not None else [package, self._root]:
            yield [node for node in named if node.package == searched]
        if wanted is None:
            yield named

    def _unknown(self, call: RelationCall, name: str, wanted: str | None) -> Diagnostic:
        label = f"{wanted}.{name}" if wanted is not None else name
        same = [node for node in self._by_name.get(name, ()) if wanted in (None, node.package)]
        versions = [node.version for node in same if node.version is not None and node.enabled]
        if versions and call.version is not None:
            summary, advice = f"'{label}' has no version {call.version}", f"versions: {listed(versions)}"
        elif call.version is not None and any(node.enabled for node in same):
            summary, advice = f"'{label}' has no versions", "leave out the version"
        elif same:
            summary, advice = f"'{label}' is disabled", "enable it, or leave out the ref"
        else:
            known = [node.name if wanted is None else f"{node.package}.{node.name}" for node in self._nodes]
            summary = f"there is no model, seed or snapshot '{label}'"
            advice = did_you_mean(label, known)
        return Diagnostic.at(UNKNOWN_REF, call.source, summary, help=advice)


_TABLE_HELP = "give it a table and a written-out name, or read the table with session.table"


def _asked_for(call: RelationCall) -> tuple[str, str | None]:
    """Return name and package of what a ref asks for."""
    return (call.arguments[1], call.arguments[0]) if len(call.arguments) > 1 else (call.arguments[0], None)


def _pick(nodes: list[Node], version: str | None) -> Node | None:
    if version is not None:
        return next((node for node in nodes if node.version == version), None)
    if not nodes:
        return None
    latest = next((node for node in nodes if node.version == node.latest_version), None)
    return latest or nodes[-1]


def _version_key(version: str | None) -> tuple[int, float, str]:
    if version is None:
        return (0, 0.0, "")
    try:
        return (1, float(version), version)
    except ValueError:
        return (2, 0.0, version)


class SourceIndex:
    """Finds the tables that ``sources:`` declare."""

    def __init__(self, sources: Iterable[Sourced], target: Target, renderer: Renderer) -> None:
        self._target = target
        self._renderer = renderer
        written = list(sources)
        patches = {_name(source): source for source in written if source.get("overrides") is not None}
        self._tables = {
            f"{_name(source)}.{_name(table)}": _patched(source, table, patches.get(_name(source)))
            for source in written
            if source.get("overrides") is None and (tables := source.get("tables")) is not None
            for table in tables.elements()
        }

    def resolve(self, call: RelationCall, found: Diagnostics) -> Relation | None:
        """Return the table that a call of ``dbt.source`` names, or report that there is none."""
        label = ".".join(call.arguments)
        if label not in self._tables:
            advice = did_you_mean(
                label, self._tables, otherwise="declare it under 'sources:' of a property file"
            )
            summary = f"there is no source '{label}'"
            found.add(Diagnostic.at(UNKNOWN_SOURCE, call.source, summary, help=advice))
            return None
        source, table = self._tables[label]
        if self._is_disabled(table) or self._is_disabled(source):
            summary, advice = f"the source '{label}' is disabled", "enable it, or read another table"
            found.add(Diagnostic.at(UNKNOWN_SOURCE, call.source, summary, help=advice))
            return None
        database = self._text(source, "database", found) or self._text(source, "catalog", found)
        return Relation(
            catalog=database or self._target.catalog,
            schema=self._text(source, "schema", found) or _name(source),
            identifier=self._text(table, "identifier", found) or _name(table),
        )

    def _is_disabled(self, entry: Sourced) -> bool:
        enabled = entry.at("config", "enabled")
        return enabled is not None and self._renderer.render(enabled).value is False

    def _text(self, entry: Sourced, key: str, found: Diagnostics) -> str | None:
        written = entry.get(key)
        if written is None:
            return None
        value = self._renderer.render(written).value
        if isinstance(value, dict | list):
            found.add(Diagnostic.at(TABLE_NAME, written, f"'{key}' of a source has to be text"))
        return str(value)


def _patched(source: Sourced, table: Sourced, patch: Sourced | None) -> tuple[Sourced, Sourced]:
    """Lay what the root project says of a package's source over it.

    https://docs.getdbt.com/reference/resource-properties/overrides
    """
    if patch is None:
        return source, table
    tables = patch.get("tables")
    patches = {_name(item): item for item in tables.elements()} if tables is not None else {}
    over = patches.get(_name(table))
    return _over(source, patch), table if over is None else _over(table, over)


def _over(entry: Sourced, patch: Sourced) -> Sourced:
    return Sourced.mapping({**entry.entries(), **patch.entries()}, entry.source)


def _name(entry: Sourced) -> str:
    name = entry.get("name")
    return str(name.value) if name is not None else ""
