"""dbt's own config of every node: project tree, then properties, then the file itself."""

from __future__ import annotations

from brickform.codes import CATALOG_TWICE, CONFIG_SHAPE, WITHOUT_EFFECT
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.location import SourceMap
from brickform.read.project import ModelFile, OtherNode, Project
from brickform.resolve.merge import merge_config, merge_version
from brickform.resolve.project_tree import ProjectTree
from brickform.resolve.renderer import Renderer
from brickform.resolve.target_scopes import TargetScopes
from brickform.sourced import Sourced

# what decides on the table of a node that brickform only reads from
_RELATION_KEYS = frozenset(
    {"enabled", "materialized", "alias", "schema", "database", "catalog"}
    | {"target_schema", "target_database", "target_catalog"}
)
# dbt-databricks' other names for the same settings
_ALIASES = {"catalog": "database", "target_catalog": "target_database"}
_SECTIONS = {"model": "models", "seed": "seeds", "snapshot": "snapshots"}


class Precedence:
    """Merges what the files of a project say about one node, for one target.

    ``dbt_project.yml`` < property file < ``dbt.config`` in the model; over the models of an
    installed package goes the tree of the root project once more.
    https://docs.getdbt.com/reference/define-configs
    """

    def __init__(self, project: Project, scopes: TargetScopes, found: Diagnostics) -> None:
        self._project = project
        self._scopes = scopes
        self._found = found
        self._renderers: dict[str, Renderer] = {}
        documents = dict(project.package_projects)
        if project.dbt_project is not None:
            documents[project.name] = project.dbt_project
        self._trees = {name: self._tree(document) for name, document in documents.items()}

    def of_model(self, model: ModelFile) -> Sourced:
        """Return the merged config of a Python model; ``materialized`` may be missing."""
        inner = self._from_tree(model.package, "models", model.fqn, None, _no_config(model))
        config, dropped = inner.without(["materialized"]), inner.get("materialized")
        for layer in self._properties(model, None):
            config = merge_config(config, layer)
        config = merge_config(config, self.normalise(model.python.config))
        if dropped is not None and dropped.value == "incremental" and "materialized" not in config.value:
            summary = "dbt does not apply 'materialized' of dbt_project.yml to Python models"
            advice = "write it in the property file or in dbt.config"
            self._found.add(Diagnostic.at(WITHOUT_EFFECT, dropped, summary, help=advice, key=True))
        return self._from_root(model, "models", model.fqn, None, config)

    def of_other(self, node: OtherNode) -> Sourced:
        """Return the config of another node, as far as it decides on its table."""
        section = _SECTIONS[node.kind]
        config = self._from_tree(node.package, section, node.fqn, _RELATION_KEYS, _no_config(node))
        for layer in self._properties(node, _RELATION_KEYS):
            config = merge_config(config, layer)
        if node.inline_config is not None:
            config = merge_config(config, self.normalise(_only(node.inline_config, _RELATION_KEYS)))
        return self._from_root(node, section, node.fqn, _RELATION_KEYS, config)

    def normalise(self, config: Sourced) -> Sourced:
        """Give settings with two names or forms the one that dbt gives them."""
        for alias, name in _ALIASES.items():
            if alias in config.value:
                config = self._renamed(config, alias, name)
        tags = config.get("tags")
        if tags is not None and isinstance(tags.value, str):
            return config.replaced({"tags": Sourced.sequence([tags], tags.source)})
        return config

    def _renamed(self, config: Sourced, alias: str, name: str) -> Sourced:
        entries = config.entries()
        if name in entries:
            summary = f"'{alias}' and '{name}' are one setting"
            self._found.add(
                Diagnostic.at(CATALOG_TWICE, entries[alias], summary, help="keep one of them", key=True)
            )
        entries[name] = entries.pop(alias)
        return Sourced.mapping(entries, config.source)

    def _tree(self, document: Sourced) -> ProjectTree:
        renderer = Renderer(self._scopes.of_project_file(document), self._found)
        return ProjectTree(
            document, lambda config: self.normalise(renderer.render_config(config)), self._found
        )

    def _from_tree(
        self, tree: str, section: str, fqn: tuple[str, ...], keys: frozenset[str] | None, config: Sourced
    ) -> Sourced:
        if tree in self._trees:
            for layer in self._trees[tree].configs(section, fqn, keys):
                config = merge_config(config, layer)
        return config

    def _from_root(
        self,
        node: ModelFile | OtherNode,
        section: str,
        fqn: tuple[str, ...],
        keys: frozenset[str] | None,
        config: Sourced,
    ) -> Sourced:
        if node.package == self._project.name:
            return config
        return self._from_tree(self._project.name, section, fqn, keys, config)

    def _properties(self, node: ModelFile | OtherNode, keys: frozenset[str] | None) -> list[Sourced]:
        if node.properties is None:
            return []
        renderer = self.renderer_of(node.package)
        config = self._entry_config(node.properties, renderer, keys)
        if node.version_properties is not None:
            config = merge_version(config, self._entry_config(node.version_properties, renderer, keys))
        return [self.normalise(config)]

    def renderer_of(self, package: str) -> Renderer:
        """Return what renders the property files of a package."""
        if package not in self._renderers:
            self._renderers[package] = Renderer(self._scopes.of_package(package), self._found)
        return self._renderers[package]

    def _entry_config(self, entry: Sourced, renderer: Renderer, keys: frozenset[str] | None) -> Sourced:
        config = entry.get("config") or Sourced({}, entry.source.with_children({}))
        if not isinstance(config.value, dict):
            self._found.add(Diagnostic.at(CONFIG_SHAPE, config, "'config' has to be a mapping"))
            config = config.derive({})
        if keys is not None:
            return renderer.render_config(_only(config, keys))
        self._warn_about_tags(entry)
        meta = entry.get("meta")
        if meta is not None and "meta" not in config.value:
            config = Sourced.mapping({"meta": meta, **config.entries()}, config.source)
        return renderer.render_config(config)

    def _warn_about_tags(self, entry: Sourced) -> None:
        tags = entry.get("tags")
        if tags is not None:
            summary, advice = "dbt ignores 'tags' beside 'config'", "write them under 'config'"
            self._found.add(Diagnostic.at(WITHOUT_EFFECT, tags, summary, help=advice, key=True))


def declared_at(node: ModelFile | OtherNode) -> SourceMap:
    """Return where a node is declared: its property entry, else its file."""
    entry = node.version_properties or node.properties
    return entry.source if entry is not None else SourceMap(node.path)


def is_enabled(config: Sourced) -> bool:
    return config.value.get("enabled") is not False


def _no_config(node: ModelFile | OtherNode) -> Sourced:
    return Sourced({}, declared_at(node).with_children({}))


def _only(config: Sourced, keys: frozenset[str]) -> Sourced:
    entries = {key: entry for key, entry in config.items() if key in keys}
    return Sourced.mapping(entries, config.source)
