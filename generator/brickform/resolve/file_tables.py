"""The tables of a project as its files name them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from brickform.diagnostics import Diagnostics
from brickform.read.project import ModelFile, OtherNode, Project
from brickform.read.python_model import RelationCall
from brickform.resolve.precedence import Precedence, is_enabled
from brickform.resolve.project import Relation, unique_id
from brickform.resolve.relations import Naming, Node, NodeIndex, missing_relation, prefers_own_package
from brickform.resolve.renderer import Renderer
from brickform.resolve.source_tables import SourceIndex
from brickform.sourced import Sourced


class FileTables:
    """Names the tables of models and finds what they read, by dbt's own rules."""

    def __init__(
        self,
        project: Project,
        models: Iterable[tuple[ModelFile, Sourced]],
        naming: Naming,
        precedence: Precedence,
        renderer: Renderer,
        found: Diagnostics,
    ) -> None:
        self._naming = naming
        self._precedence = precedence
        self._renderer = renderer
        self._found = found
        nodes = self._find_nodes(project, models)
        self._nodes = NodeIndex(nodes, project.name, own_package_first=prefers_own_package(project))
        self._sources = SourceIndex(project.sources, project.name, naming.target, precedence.renderer_of)

    def of_model(self, model: ModelFile, config: Sourced) -> Relation:
        return self._naming.relation(config, model.name, model.version)

    def of_ref(self, call: RelationCall, model: ModelFile) -> Relation | None:
        return self._nodes.resolve(call, model.package, self._found)

    def id_of_ref(self, call: RelationCall, package: str) -> str | None:
        """Return the unique id of what a ref in ``package`` leads to, or None."""
        node = self._nodes.find(call, package)
        return None if node is None else node.unique_id

    def of_source(self, call: RelationCall, model: ModelFile) -> Relation | None:
        return self._sources.resolve(call, model.package, self._found)

    def _find_nodes(self, project: Project, models: Iterable[tuple[ModelFile, Sourced]]) -> Iterator[Node]:
        for model, config in models:
            yield Node(
                model.name,
                model.package,
                model.version,
                is_enabled(config),
                self.of_model(model, config),
                latest_version=self._latest_version(model),
                unique_id=unique_id("model", model.package, model.name, model.version),
            )
        for node in project.other_nodes:
            yield self._other_node(node)

    def _other_node(self, node: OtherNode) -> Node:
        config = self._precedence.of_other(node)
        problem = missing_relation(node.name, config, node.computed_config)
        relation = self._naming.relation(config, node.name, node.version, node.kind)
        return Node(
            node.name,
            node.package,
            node.version,
            is_enabled(config),
            None if problem else relation,
            problem,
            self._latest_version(node),
            unique_id(node.kind, node.package, node.name, node.version),
        )

    def _latest_version(self, node: ModelFile | OtherNode) -> str | None:
        entry = node.properties.get("latest_version") if node.properties is not None else None
        return str(self._renderer.render(entry).value) if entry is not None else None
