"""Which node reads which: what the order of tasks in one job follows."""

from __future__ import annotations

from collections.abc import Iterable

from brickform.read.project import Project
from brickform.read.python_model import RelationCall
from brickform.read.sql_models import read_refs
from brickform.resolve.file_tables import FileTables
from brickform.resolve.project import LineageNode, unique_id

Lineage = dict[str, LineageNode]


def lineage_of_files(project: Project, tables: FileTables) -> Lineage:
    """Follow the refs that are written out, in Python and in SQL; those inside macros only dbt finds."""

    def ids(refs: Iterable[RelationCall], package: str) -> frozenset[str]:
        found = (tables.id_of_ref(ref, package) for ref in refs)
        return frozenset(node for node in found if node is not None)

    lineage: Lineage = {}
    for model in project.models:
        key = unique_id("model", model.package, model.name, model.version)
        upstream = ids(model.python.refs, model.package)
        lineage[key] = LineageNode(model.name, model.package, model.version, True, upstream)
    for node in project.other_nodes:
        key = unique_id(node.kind, node.package, node.name, node.version)
        upstream = ids(read_refs(node.sql, node.path), node.package)
        lineage[key] = LineageNode(node.name, node.package, node.version, False, upstream)
    return lineage


def lineage_of_manifest(project: Project) -> Lineage:
    """Return what dbt found, without sources."""
    nodes = project.manifest.nodes if project.manifest is not None else ()
    known = {node.unique_id for node in nodes if node.kind != "source"}
    python = {model.node.unique_id for model in project.models if model.node is not None}
    return {
        node.unique_id: LineageNode(
            node.name, node.package, node.version, node.unique_id in python, node.depends_on & known
        )
        for node in nodes
        if node.unique_id in known
    }
