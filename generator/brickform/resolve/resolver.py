"""Resolves a project for one target."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from brickform.diagnostics import Diagnostics
from brickform.read.project import ModelFile, Project
from brickform.resolve.adopted_jobs import existing_job_ids, mentions_existing_job, targets_by_job
from brickform.resolve.descriptions import column_descriptions_of, description_of
from brickform.resolve.file_tables import FileTables
from brickform.resolve.grouped_jobs import grouped_jobs, has_jobs, written_jobs
from brickform.resolve.lineage import Lineage, lineage_of_files, lineage_of_manifest
from brickform.resolve.manifest_tables import ManifestTables
from brickform.resolve.manifest_target import check_target
from brickform.resolve.model_configs import ModelConfigs
from brickform.resolve.precedence import declared_at, is_enabled
from brickform.resolve.project import ResolvedModel, ResolvedProject, ResolveOptions
from brickform.resolve.relations import Naming, prefers_own_package
from brickform.resolve.renderer import Renderer
from brickform.resolve.selection import Selectable, select
from brickform.resolve.target_scopes import TargetScopes
from brickform.resolve.target_settings import TargetReader, TargetSettings
from brickform.resolve.targets import TargetChoice, TargetSource, choose_target
from brickform.resolve.unused_folders import unused_folders
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
    if project.manifest is not None:
        targets = {name: setting.target for name, setting in settings.items()}
        check_target(project.manifest, chosen.target, targets, found)
    found.extend(unused_folders(project))
    resolution = _Resolution(project, options, choice.chosen, chosen, found)
    tables = resolution.tables()
    models = resolution.models(tables)
    selectable = [_selectable(model) for model in models]
    selected = select(selectable, options.select, found)
    return (
        ResolvedProject(
            root=project.root,
            name=project.name,
            target=chosen.target,
            targets=tuple(setting.target for _, setting in sorted(settings.items())),
            models=models,
            selected=selected,
            jobs=grouped_jobs(resolution.written_jobs(), selectable, found),
            lineage=resolution.lineage(tables),
            clusters=resolution.clusters(),
            notebook_root=resolution.notebook_root(),
            is_dbt=project.is_dbt,
            allow_fields=_allow_fields(project),
            adopted_in=_adopted_in(project, options, choice, settings),
            source_folders=tuple(project.root / path for path in project.source_paths),
            listed_jobs=project.brickform.at("functions", "jobs") if project.brickform is not None else None,
        ),
        found,
    )


def _allow_fields(project: Project) -> tuple[Sourced, ...]:
    listed = project.brickform.get("allow_fields") if project.brickform is not None else None
    return tuple(listed.elements()) if listed is not None else ()


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
    if project.manifest is not None:  # it shows one target
        settings = {choice.chosen.name: settings[choice.chosen.name]}
    elif len(settings) < 2 or not mentions_existing_job(project):
        return {}
    ids = {}
    for name, target in settings.items():
        # problems of other targets are for their own runs
        resolution = _Resolution(project, options, choice.sources[name], target, Diagnostics())
        configs = [config for _, config in resolution.enabled_models()]
        ids[name] = existing_job_ids([*configs, *resolution.written_jobs().values()])
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
        self._naming = Naming(settings.target, is_dbt=project.is_dbt)
        variables = VariableScopes(project, options.vars, source.own, found)
        scopes = TargetScopes(project, variables, settings.names)
        self._root_renderer = Renderer(scopes.of_package(project.name), found)
        self._configs = ModelConfigs(project, source, scopes, found)
        self._all = [(model, self._configs.of_model(model)) for model in project.models]

    def enabled_models(self) -> Iterator[tuple[ModelFile, Sourced]]:
        for model, config in self._all:
            if is_enabled(config):
                yield model, config

    def models(self, tables: FileTables | ManifestTables) -> tuple[ResolvedModel, ...]:
        models = [self._model(model, config, tables) for model, config in self.enabled_models()]
        return tuple(sorted(models, key=lambda model: model.unique_id))

    def written_jobs(self) -> dict[str, Sourced]:
        return written_jobs(self._project, self._source, self._configs, self._found)

    def lineage(self, tables: FileTables | ManifestTables) -> Lineage:
        """Return what reads what, where a job has to know it."""
        if not has_jobs(self._project):
            return {}
        if isinstance(tables, FileTables):
            return lineage_of_files(self._project, tables)
        return lineage_of_manifest(self._project)

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

    def tables(self) -> FileTables | ManifestTables:
        if self._project.manifest is not None:
            return ManifestTables(
                self._project.manifest,
                self._all,
                self._naming,
                self._found,
                own_package_first=prefers_own_package(self._project),
            )
        return FileTables(
            self._project,
            self._all,
            self._naming,
            self._configs.precedence,
            self._root_renderer,
            self._found,
        )

    def _model(self, model: ModelFile, config: Sourced, tables: FileTables | ManifestTables) -> ResolvedModel:
        self._configs.check(config)
        refs, sources = {}, {}
        for call in model.python.refs:
            relation = tables.of_ref(call, model)
            if relation is not None:
                version = f".v{call.version}" if call.version is not None else ""
                refs[".".join(call.arguments) + version] = relation
        for call in model.python.sources:
            relation = tables.of_source(call, model)
            if relation is not None:
                sources[".".join(call.arguments)] = relation
        return ResolvedModel(
            name=model.name,
            package=model.package,
            version=model.version,
            path=model.path,
            fqn=model.fqn,
            relation=tables.of_model(model, config),
            config=config,
            code=model.python.code,
            code_line=model.python.first_line,
            source=declared_at(model),
            refs=refs,
            sources=sources,
            config_gets=_answers(model, config, meta=False),
            meta_gets=_answers(model, config, meta=True),
            description=description_of(model),
            column_descriptions=column_descriptions_of(model) if "persist_docs" in config.value else {},
        )


def _answers(model: ModelFile, config: Sourced, *, meta: bool) -> dict[str, Any]:
    if not model.python.config_gets:  # most models ask for nothing
        return {}
    asked = sorted({get.key for get in model.python.config_gets if get.meta is meta})
    answers = {**_DBT_DEFAULTS, **config.value}
    if meta:
        answers = answers["meta"] if isinstance(answers["meta"], dict) else {}
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
