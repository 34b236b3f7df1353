"""Resolves a project for one target."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from brickform.diagnostics import Diagnostics
from brickform.read.project import ModelFile, OtherNode, Project
from brickform.resolve.adopted_jobs import existing_job_ids, mentions_existing_job, targets_by_job
from brickform.resolve.model_configs import ModelConfigs
from brickform.resolve.precedence import declared_at
from brickform.resolve.project import ResolvedModel, ResolvedProject, ResolveOptions
from brickform.resolve.relations import Naming, Node, NodeIndex, SourceIndex, missing_relation
from brickform.resolve.renderer import Renderer
from brickform.resolve.selection import Selectable, select
from brickform.resolve.target_scopes import TargetScopes
from brickform.resolve.target_settings import TargetReader, TargetSettings
from brickform.resolve.targets import TargetChoice, TargetSource, choose_target
from brickform.resolve.variables import VariableScopes
from brickform.sourced import Sourced

# what dbt.config.get answers without any config: dbt-core's NodeConfig
_DBT_DEFAULTS: dict[str, Any] = {
    "enabled": True,
    "grants": {},
    "meta": {},
    "on_schema_change": "ignore",
    "packages": [],
    "tags": [],
}


def resolve(project: Project, options: ResolveOptions) -> tuple[ResolvedProject | None, Diagnostics]:
    """Work out the final configs, tables and selection of a project for one target.

    Without a usable target there is nothing to resolve: the result is None. A template that cannot
    be rendered is an error and stays as it is written.
    """
    found = Diagnostics()
    choice = choose_target(project, options, found)
    if choice is None:
        return None, found
    settings = _read_targets(project, options, choice, found)
    chosen = settings.get(choice.chosen.name)
    if chosen is None:
        return None, found
    resolution = _Resolution(project, options, choice.chosen, chosen, found)
    models = resolution.models()
    selected = select([_selectable(model) for model in models], options.select, found)
    return (
        ResolvedProject(
            root=project.root,
            name=project.name,
            target=chosen.target,
            targets=tuple(setting.target for _, setting in sorted(settings.items())),
            models=models,
            selected=selected,
            clusters=resolution.clusters(),
            notebook_root=resolution.notebook_root(),
            is_dbt=project.dbt_project is not None,
            adopted_in=_adopted_in(project, options, choice, settings),
        ),
        found,
    )


def _read_targets(
    project: Project, options: ResolveOptions, choice: TargetChoice, found: Diagnostics
) -> dict[str, TargetSettings]:
    """Read all targets; one that is not asked for and cannot be read is left out."""
    reader = TargetReader(project, VariableScopes(project, options.vars, None, found))
    settings = {}
    for name, source in choice.sources.items():
        problems = found if source is choice.chosen else Diagnostics()
        target = reader.read(source, name == choice.default, problems)
        if target is not None:
            settings[name] = target
    return settings


def _adopted_in(
    project: Project, options: ResolveOptions, choice: TargetChoice, settings: dict[str, TargetSettings]
) -> dict[str, tuple[str, ...]]:
    if not mentions_existing_job(project):
        return {}
    ids = {}
    for name, target in settings.items():
        # problems of other targets are for their own runs
        resolution = _Resolution(project, options, choice.sources[name], target, Diagnostics())
        ids[name] = existing_job_ids(config for _, config in resolution.enabled_models())
    return targets_by_job(ids)


class _Resolution:
    """One project, one target."""

    def __init__(
        self,
        project: Project,
        options: ResolveOptions,
        source: TargetSource,
        settings: TargetSettings,
        found: Diagnostics,
    ) -> None:
        self._project = project
        self._source = source
        self._found = found
        self._naming = Naming(settings.target, is_dbt=project.dbt_project is not None)
        variables = VariableScopes(project, options.vars, source.own, found)
        scopes = TargetScopes(project, variables, settings.names)
        self._root_renderer = Renderer(scopes.of_package(project.name), found)
        self._configs = ModelConfigs(project, source, scopes, found)
        self._all = [(model, self._configs.of_model(model)) for model in project.models]

    def enabled_models(self) -> Iterator[tuple[ModelFile, Sourced]]:
        for model, config in self._all:
            if _is_enabled(config):
                yield model, config

    def models(self) -> tuple[ResolvedModel, ...]:
        nodes = NodeIndex(self._nodes(), self._project.name)
        sources = SourceIndex(self._project.sources, self._naming.target, self._root_renderer)
        models = [self._model(model, config, nodes, sources) for model, config in self.enabled_models()]
        return tuple(sorted(models, key=lambda model: model.unique_id))

    def clusters(self) -> Sourced | None:
        document = self._project.brickform
        clusters = document.get("clusters") if document is not None else None
        return self._root_renderer.render(clusters) if clusters is not None else None

    def notebook_root(self) -> str | None:
        for document in (self._source.own, self._project.brickform):
            entry = document.get("notebook_root") if document is not None else None
            if entry is not None:
                return str(self._root_renderer.render(entry).value)
        return None

    def _model(
        self, model: ModelFile, config: Sourced, nodes: NodeIndex, sources: SourceIndex
    ) -> ResolvedModel:
        self._configs.check(config)
        refs, tables = {}, {}
        for call in model.python.refs:
            relation = nodes.resolve(call, model.package, self._found)
            if relation is not None:
                version = f".v{call.version}" if call.version is not None else ""
                refs[".".join(call.arguments) + version] = relation
        for call in model.python.sources:
            relation = sources.resolve(call, self._found)
            if relation is not None:
                tables[".".join(call.arguments)] = relation
        return ResolvedModel(
            name=model.name,
            package=model.package,
            version=model.version,
            path=model.path,
            fqn=model.fqn,
            relation=self._naming.relation(config, model.name, model.version),
            config=config,
            code=model.python.code,
            source=declared_at(model),
            refs=refs,
            sources=tables,
            config_gets=_answers(model, config, meta=False),
            meta_gets=_answers(model, config, meta=True),
        )

    def _nodes(self) -> Iterator[Node]:
        for model, config in self._all:
            relation = self._naming.relation(config, model.name, model.version)
            yield Node(
                model.name,
                model.package,
                model.version,
                _is_enabled(config),
                relation,
                latest_version=self._latest_version(model),
            )
        for node in self._project.other_nodes:
            yield self._other_node(node)

    def _other_node(self, node: OtherNode) -> Node:
        config = self._configs.precedence.of_other(node)
        problem = missing_relation(node.name, config, node.computed_config)
        relation = self._naming.relation(config, node.name, node.version, node.kind)
        return Node(
            node.name,
            node.package,
            node.version,
            _is_enabled(config),
            None if problem else relation,
            problem,
            self._latest_version(node),
        )

    def _latest_version(self, node: ModelFile | OtherNode) -> str | None:
        entry = node.properties.get("latest_version") if node.properties is not None else None
        return str(self._root_renderer.render(entry).value) if entry is not None else None


def _is_enabled(config: Sourced) -> bool:
    return config.value.get("enabled") is not False


def _answers(model: ModelFile, config: Sourced, *, meta: bool) -> dict[str, Any]:
    answers = {**_DBT_DEFAULTS, **config.value}
    if meta:
        answers = answers["meta"] if isinstance(answers["meta"], dict) else {}
    asked = sorted({get.key for get in model.python.config_gets if get.meta is meta})
    return {key: answers[key] for key in asked if key in answers}


def _selectable(model: ResolvedModel) -> Selectable:
    tags = model.config.value.get("tags")
    return Selectable(
        unique_id=model.unique_id,
        name=model.name,
        fqn=model.fqn,
        path=model.path,
        tags=tuple(str(tag) for tag in (tags if isinstance(tags, list) else [tags] if tags else [])),
        version=model.version,
    )
