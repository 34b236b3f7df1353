"""Which table each node and source is, and what ``dbt.ref`` and ``dbt.source`` lead to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from brickform.codes import REF_WITHOUT_TABLE, UNKNOWN_REF
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.read.project import Project
from brickform.read.python_model import RelationCall
from brickform.resolve.project import Relation, Target
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
    value = config.value.get(key)
    return str(value).strip() if isinstance(value, (str, int)) else None


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
    """Finds nodes as dbt does: in the root package, in the caller's, then anywhere.

    With ``own_package_first`` the first two change places.
    https://docs.getdbt.com/reference/global-configs/behavior-changes
    """

    def __init__(self, nodes: Iterable[Node], root: str, *, own_package_first: bool = False) -> None:
        self._nodes = sorted(nodes, key=lambda node: (node.package, node.name, _version_key(node.version)))
        self._by_name: dict[str, list[Node]] = {}
        for node in self._nodes:
            self._by_name.setdefault(node.name, []).append(node)
        self._root = root
        self._own_package_first = own_package_first

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
        searched_first = [package, self._root] if self._own_package_first else [self._root, package]
        for searched in [wanted] if wanted is not None else searched_first:
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


def prefers_own_package(project: Project) -> bool:
    """Tell whether the project has dbt's flag ``require_ref_prefers_node_package_to_root``."""
    flags = project.dbt_project.get("flags") if project.dbt_project is not None else None
    flag = flags.get("require_ref_prefers_node_package_to_root") if flags is not None else None
    return flag is not None and flag.value is True
