"""Names that the workspace refuses, or that nobody means to write."""

from __future__ import annotations

import re
from collections.abc import Iterator

from brickform import codes
from brickform.compile.graph import ResourceGraph
from brickform.diagnostics import Diagnostic
from brickform.location import SourceMap
from brickform.resolve.project import ResolvedModel, ResolvedProject

# https://docs.databricks.com/en/sql/language-manual/sql-ref-names.html
_REFUSED = re.compile(r"[\x00-\x20./\x7f]")
_LONGEST_NAME = 255
_KINDS = {"database": "catalog", "schema": "schema", "alias": "table"}
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def refused_table_names(_graph: ResourceGraph, project: ResolvedProject) -> Iterator[Diagnostic]:
    seen: set[tuple[str, str]] = set()
    for model in project.models:
        for part, name in _relation_parts(model):
            problem = _refusal(name) if (part, name) not in seen else None
            seen.add((part, name))
            if problem is not None:
                place = model.config.get(part) or model.source
                summary = f"'{name}' cannot name a {_KINDS[part]}: Unity Catalog takes no {problem} there"
                advice = "use letters, digits, '_' and '-'"
                yield Diagnostic.at(codes.TABLE_NAME_REFUSED, place, summary, help=advice)


def names_with_blanks(graph: ResourceGraph) -> Iterator[Diagnostic]:
    for name, place in _names(graph):
        if _CONTROL.search(name):
            problem = "holds a control character"
        elif not name.strip():
            problem = "is empty"
        elif name != name.strip():
            problem = "begins or ends with a blank"
        else:
            continue
        advice = "write the name without it" if name.strip() else "write a name, or leave the key out"
        yield Diagnostic.at(codes.NAME_WITH_BLANKS, place, f"the name '{name}' {problem}", help=advice)


def _relation_parts(model: ResolvedModel) -> tuple[tuple[str, str], ...]:
    relation = model.relation
    return (("database", relation.catalog), ("schema", relation.schema), ("alias", relation.identifier))


def _refusal(name: str) -> str | None:
    if len(name) > _LONGEST_NAME:
        return f"more than {_LONGEST_NAME} characters"
    found = _REFUSED.search(name)
    if found is None:
        return None
    return {" ": "blank", ".": "'.'", "/": "'/'"}.get(found[0], "control character")


def _names(graph: ResourceGraph) -> Iterator[tuple[str, SourceMap]]:
    for job in graph.jobs:
        yield str(job.settings.value["name"]), job.settings.source.find(("name",))
    for cluster in graph.clusters:
        yield str(cluster.settings.value["cluster_name"]), cluster.settings.source.find(("cluster_name",))
    for permissions in graph.permissions:
        for entry in permissions.entries:
            yield entry.principal, entry.source
