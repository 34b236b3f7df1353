"""The final config of every Python model: dbt's own, brickform's defaults under it, overrides over it."""

from __future__ import annotations

from collections.abc import Iterable

from brickform.codes import CONFIG_SHAPE, MATERIALIZATION, UNKNOWN_OVERRIDE
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.read.project import ModelFile, Project
from brickform.resolve.manifest_configs import located
from brickform.resolve.merge import merge_over, merge_under
from brickform.resolve.precedence import Precedence, declared_at
from brickform.resolve.renderer import Renderer
from brickform.resolve.target_scopes import TargetScopes
from brickform.resolve.targets import TargetSource
from brickform.sourced import Sourced
from brickform.suggestions import alternatives, did_you_mean, listed

_MATERIALIZATIONS = ("table", "incremental")
_OF_JOBS = frozenset({"access_control_list", "job_cluster_config", "python_job_config"})
"""The keys of a model's config that are about its job."""


class ModelConfigs:
    """Works out the configs of one project's Python models for one target."""

    def __init__(
        self, project: Project, target: TargetSource, scopes: TargetScopes, found: Diagnostics
    ) -> None:
        self.precedence = Precedence(project, scopes, found)
        self._places = Precedence(project, scopes, Diagnostics())
        self._found = found
        self._renderer = Renderer(scopes.of_package(project.name), found)
        self._defaults = self._read_defaults(project, target)
        self._overrides = self._read_overrides(project, target)

    def of_model(self, model: ModelFile) -> Sourced:
        """Return the final config, ``materialized`` included."""
        config = self._written(model)
        overrides = [self._overrides[name] for name in _names(model) if name in self._overrides]
        if self._defaults is not None:
            config = merge_under(_defaults_for(self._defaults, [config, *overrides]), config)
        for override in overrides:
            config = merge_over(config, override)
        if config.get("materialized") is None:
            default = Sourced(_MATERIALIZATIONS[0], declared_at(model).with_children({}))
            config = config.replaced({"materialized": default})
        return config

    def of_job(self, written: Sourced, override: Sourced | None) -> Sourced:
        """Return an entry of ``jobs:``, with the override of the target over it and the defaults under it."""
        config = self._renderer.render(written)
        if override is not None and isinstance(override.value, dict):
            config = merge_over(config, self._renderer.render(override))
        if self._defaults is None:
            return config
        defaults = self._defaults.without(self._defaults.value.keys() - _OF_JOBS)
        return merge_under(_defaults_for(defaults, [config]), config)

    def check(self, config: Sourced) -> None:
        """Report a materialization that dbt has for SQL only."""
        written = config.get("materialized")
        if written is not None and written.value not in _MATERIALIZATIONS:
            summary = f"a Python model cannot be materialized as '{written.value}'"
            write = f"write {alternatives(_MATERIALIZATIONS)}"
            advice = did_you_mean(str(written.value), _MATERIALIZATIONS, otherwise=write)
            self._found.add(Diagnostic.at(MATERIALIZATION, written, summary, help=advice))

    def _written(self, model: ModelFile) -> Sourced:
        if model.node is None:
            return self.precedence.of_model(model)
        return located(model.node.config, self._places.of_model(model).source)

    def _read_defaults(self, project: Project, target: TargetSource) -> Sourced | None:
        outer = self._mapping(project.brickform, "defaults")
        inner = self._mapping(target.own, "defaults")
        return merge_under(outer, inner) if outer is not None and inner is not None else inner or outer

    def _read_overrides(self, project: Project, target: TargetSource) -> dict[str, Sourced]:
        section = target.own.get("models") if target.own is not None else None
        if section is None or not isinstance(section.value, dict):
            return {}
        known = {name for model in project.models for name in _names(model)}
        overrides = {}
        for name in sorted(section.value):
            override = self._mapping(section, name)
            if name not in known:
                self._unknown_override(section, name, known)
            elif override is not None:
                overrides[name] = override
        return overrides

    def _unknown_override(self, section: Sourced, name: str, known: set[str]) -> None:
        advice = did_you_mean(name, known, otherwise=f"the Python models are: {listed(known)}")
        summary = f"there is no Python model '{name}' to override"
        place = section.source.find((name,))
        self._found.add(Diagnostic.at(UNKNOWN_OVERRIDE, place, summary, help=advice, key=True))

    def _mapping(self, document: Sourced | None, key: str) -> Sourced | None:
        entry = document.get(key) if document is not None else None
        if entry is None:
            return None
        if not isinstance(entry.value, dict):
            self._found.add(Diagnostic.at(CONFIG_SHAPE, entry, f"'{key}' has to be a mapping of configs"))
            return None
        return self.precedence.normalise(self._renderer.render_config(entry))


def _defaults_for(defaults: Sourced, configs: Iterable[Sourced]) -> Sourced:
    """Leave cluster settings to the models that have a cluster: a policy must not make one."""
    if any(config.value.get("job_cluster_config") for config in configs):
        return defaults
    return defaults.without(["job_cluster_config"])


def _names(model: ModelFile) -> tuple[str, ...]:
    """Return what an override may call a model, the widest first."""
    names = (model.name, f"{model.package}.{model.name}")
    if model.version is None:
        return names
    return (*names, f"{model.name}.v{model.version}", f"{model.package}.{model.name}.v{model.version}")
