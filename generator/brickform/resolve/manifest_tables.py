"""The tables of a project as a manifest of dbt names them."""

from __future__ import annotations

from collections.abc import Iterable

from brickform.codes import UNKNOWN_SOURCE
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.read.project import DbtNode, Manifest, ModelFile
from brickform.read.python_model import RelationCall
from brickform.resolve.manifest_configs import dbt_config
from brickform.resolve.precedence import is_enabled
from brickform.resolve.project import Relation
from brickform.resolve.relations import Naming, Node, NodeIndex, missing_relation
from brickform.sourced import Sourced
from brickform.suggestions import did_you_mean


class ManifestTables:
    """Knows what dbt called every table, and which of them each model reads."""

    def __init__(
        self,
        manifest: Manifest,
        models: Iterable[tuple[ModelFile, Sourced]],
        naming: Naming,
        found: Diagnostics,
        *,
        own_package_first: bool,
    ) -> None:
        self._naming = naming
        self._found = found
        self._root = manifest.project_name
        self._own_package_first = own_package_first
        others = [node for node in manifest.nodes if node.kind != "source"]
        self._nodes = {node.unique_id: self._other_node(node) for node in others}
        self._nodes |= {
            model.node.unique_id: self._model(model, model.node, config)
            for model, config in models
            if model.node is not None
        }
        self._sources = [node for node in manifest.nodes if node.kind == "source"]

    def of_model(self, model: ModelFile, config: Sourced) -> Relation:
        """Return dbt's name of the table, but for what ``brickform.yml`` has changed of it."""
        if model.node is None:
            return self._naming.relation(config, model.name, model.version)
        made = self._relation(model.node)
        before = self._naming.relation(dbt_config(model.node), model.name, model.version)
        after = self._naming.relation(config, model.name, model.version)
        parts = zip(made, before, after, strict=True)
        return Relation(*(name if old == new else new for name, old, new in parts))

    def of_ref(self, call: RelationCall, model: ModelFile) -> Relation | None:
        read = model.node.depends_on if model.node is not None else frozenset()
        nodes = [self._nodes[unique_id] for unique_id in sorted(read) if unique_id in self._nodes]
        read_nodes = nodes or self._nodes.values()
        index = NodeIndex(read_nodes, self._root, own_package_first=self._own_package_first)
        return index.resolve(call, model.package, self._found)

    def of_source(self, call: RelationCall, model: ModelFile) -> Relation | None:
        label = ".".join(call.arguments)
        named = [node for node in self._sources if node.name == label]
        read = model.node.depends_on if model.node is not None else frozenset()
        for node in sorted(named, key=lambda node: (node.unique_id not in read, node.unique_id)):
            return self._relation(node)
        summary = f"there is no source '{label}' in the manifest"
        advice = did_you_mean(label, (node.name for node in self._sources))
        self._found.add(Diagnostic.at(UNKNOWN_SOURCE, call.source, summary, help=advice))
        return None

    def _model(self, model: ModelFile, node: DbtNode, config: Sourced) -> Node:
        relation = self.of_model(model, config)
        return Node(
            model.name,
            model.package,
            model.version,
            is_enabled(config),
            relation,
            latest_version=node.latest_version,
        )

    def _other_node(self, node: DbtNode) -> Node:
        problem = missing_relation(node.name, dbt_config(node), frozenset())
        relation = None if problem else self._relation(node)
        return Node(
            node.name,
            node.package,
            node.version,
            relation=relation,
            problem=problem,
            latest_version=node.latest_version,
        )

    def _relation(self, node: DbtNode) -> Relation:
        return Relation(node.catalog or self._naming.target.catalog, node.schema, node.identifier)
