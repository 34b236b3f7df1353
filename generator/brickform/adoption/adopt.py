"""From jobs in a workspace to the lines with which a project takes them over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from brickform import codes
from brickform.adoption.differences import report_differences
from brickform.adoption.fragment import render_fragment
from brickform.adoption.job_pair import JobPair
from brickform.adoption.matching import Request, match_jobs, model_jobs
from brickform.adoption.overlay import Json
from brickform.adoption.settings_overlay import first_overlay, settings_overlay
from brickform.check.secrets import credentials_in
from brickform.compile.options import CompileOptions
from brickform.diagnostics import Diagnostic, Diagnostics, Severity
from brickform.location import Key, SourceMap, format_path
from brickform.pipeline import Compiled, LoadOptions, build_graph, load
from brickform.policy import Policy
from brickform.read.yaml_source import read_yaml
from brickform.resolve.merge import merge_over
from brickform.resolve.project import ResolvedModel, ResolvedProject
from brickform.sourced import Sourced
from brickform.workspace.client import Workspace

FRAGMENT = "adopted jobs"
"""What the fragment is called as long as it has no file."""
_ABOVE_MODELS = ("targets", "TARGET", "models")
_INCLUDE_ONE_TIME = CompileOptions(include_one_time=True)
_STEPS = (first_overlay, settings_overlay, settings_overlay)
"""The last one for the packages: where they go depends on the compute."""
_SCOPE = 'put it into a secret scope, and write "{% raw %}{{secrets/scope/key}}{% endraw %}" where it was'


class AdoptedJob(NamedTuple):
    """A model, and the id of the job that it takes over."""

    model: str
    job_id: int


class Adoption(NamedTuple):
    """What to write into ``brickform.yml``, empty where nothing has to be written; None after an error."""

    fragment: str | None
    jobs: tuple[AdoptedJob, ...]
    diagnostics: Diagnostics
    target: str = ""


def adopt(
    request: Request, options: LoadOptions, workspace_at: Callable[[str | None], Workspace]
) -> Adoption:
    """Read the jobs, and return the overrides of one target with which the models make the same jobs.

    ``workspace_at`` connects to the host of the target. Whatever the first plan changes all the same is
    among the diagnostics. Raises WorkspaceError.
    """
    loaded = load(options)
    compiled = build_graph(loaded, _INCLUDE_ONE_TIME)
    project, graph = loaded.project, compiled.graph
    if project is None or graph is None:
        return Adoption(None, (), compiled.diagnostics)
    found = match_jobs(request, project, graph, workspace_at(project.target.host))
    if found.diagnostics.has_errors:
        return Adoption(None, (), loaded.policy.apply(found.diagnostics))
    draft = Draft(options, project, found.pairs)
    return draft.finish(loaded.policy, found.diagnostics)


class Draft:
    """The overrides of some models, made smaller and larger until the project takes them."""

    def __init__(self, options: LoadOptions, project: ResolvedProject, pairs: Iterable[JobPair]) -> None:
        self._options = options
        self._target = project.target.name
        self._names = override_names(project.models)
        self._pairs = list(pairs)
        self._models: dict[str, Json] = {}
        self._problems = Diagnostics()

    def finish(self, policy: Policy, found: Diagnostics) -> Adoption:
        """Return what to write, and say what it does not keep."""
        self._problems.extend(found)
        if all(self._settle(overlay_of) for overlay_of in _STEPS):
            for pair in self._pairs:
                self._problems.extend(report_differences(pair))
                self._problems.extend(self._remarks(pair))
        problems = policy.apply(self._problems)
        if problems.has_errors:
            return Adoption(None, (), problems)
        jobs = tuple(AdoptedJob(pair.mine.model.unique_id, pair.existing.job_id) for pair in self._pairs)
        return Adoption(self._text() if any(self._models.values()) else "", jobs, problems, self._target)

    def _settle(self, overlay_of: Callable[[JobPair], Json]) -> bool:
        """Lay overlays over the project, without what it refuses; say whether it takes the rest."""
        for pair in self._pairs:
            self._add(pair, overlay_of(pair))
        while True:
            compiled = self._compiled()
            if compiled.graph is not None:
                return True
            errors = [item for item in compiled.diagnostics if item.severity is Severity.ERROR]
            if not self._take_back(errors):
                self._problems.extend(errors)
                return False

    def _add(self, pair: JobPair, overlay: Json) -> None:
        model = pair.mine.model
        for name in take_out_secrets(overlay):
            summary = f"job {pair.existing.job_id} holds '{name}' in plain text; it is not written down"
            self._problems.add(Diagnostic.at(codes.SECRET_NOT_ADOPTED, model.source, summary, help=_SCOPE))
        if overlay:
            name = self._names[model.unique_id]
            self._models[name] = joined(self._models.get(name, {}), overlay)

    def _compiled(self) -> Compiled:
        overlay, _ = read_yaml(self._text(), FRAGMENT)
        loaded = load(self._options._replace(overlay=overlay))
        compiled = build_graph(loaded, _INCLUDE_ONE_TIME)
        if loaded.project is not None and compiled.graph is not None:
            mine = model_jobs(loaded.project, compiled.graph)
            self._pairs = [pair._replace(mine=mine[pair.mine.model.unique_id]) for pair in self._pairs]
        return compiled

    def _take_back(self, errors: Iterable[Diagnostic]) -> bool:
        """Leave out what is refused; say whether there was any of that."""
        taken = False
        for error in errors:
            if error.location is not None and error.location.file == FRAGMENT:
                name, *path = error.path[len(_ABOVE_MODELS) :]
                if path and remove(self._models[str(name)], path):
                    self._problems.add(_refused(str(name), path, error))
                    taken = True
        return taken

    def _text(self) -> str:
        return render_fragment(self._target, self._models)

    def _remarks(self, pair: JobPair) -> Iterator[Diagnostic]:
        model, existing = pair.mine.model, pair.existing
        job = f"job {existing.job_id}"
        if existing.access is None:
            summary = f"{job} does not show who has access: CAN_MANAGE is needed for that"
            advice = "the first plan sets the access that the model grants, and no other"
            yield Diagnostic.at(codes.ACCESS_NOT_SHOWN, model.source, summary, help=advice)
        deployment = existing.settings.get("deployment")
        if deployment:
            summary = f"{job} is deployed by something else ({deployment.get('kind', 'unknown')})"
            advice = "let it go there first, or both change it in turns"
            yield Diagnostic.at(codes.DEPLOYED_BY_OTHERS, model.source, summary, help=advice)
        if self._names[model.unique_id] not in self._models:
            summary = f"'{model.name}' has adopted {job}; there is nothing to write"
            yield Diagnostic.at(codes.ADOPTED_ALREADY, model.source, summary)


def override_names(models: Iterable[ResolvedModel]) -> dict[str, str]:
    """Return the shortest name by which an override means one model only, by unique id."""
    listed = list(models)
    names = {}
    for model in listed:
        versioned = f".v{model.version}" if model.version is not None else ""
        forms = (model.name, f"{model.package}.{model.name}", f"{model.package}.{model.name}{versioned}")
        same_name = [other for other in listed if other.name == model.name]
        same_package = [other for other in same_name if other.package == model.package]
        names[model.unique_id] = forms[0 if len(same_name) == 1 else 1 if len(same_package) == 1 else 2]
    return names


def joined(overlay: Json, more: Json) -> Json:
    """Return one overlay that does what both do, one over the other."""
    under, over = (Sourced(value, SourceMap("")) for value in (overlay, more))
    value: Json = merge_over(under, over).value
    return value


def take_out_secrets(overlay: Json) -> list[str]:
    """Remove every credential that is written out; return what they are called."""
    names = []
    while (found := next(credentials_in(overlay), None)) is not None:  # the next may move up
        path, name = found
        remove(overlay, path)
        names.append(name or str(path[-2]))
    return names


def remove(value: Any, path: Sequence[Key]) -> bool:
    """Take out what lies at a path; say whether there was anything."""
    for key in path[:-1]:
        below = value[key] if _has(value, key) else None
        if not isinstance(below, dict | list):
            return False
        value = below
    if not _has(value, path[-1]):
        return False
    del value[path[-1]]
    return True


def _has(value: Any, key: Key) -> bool:
    return key in value if isinstance(value, dict) else isinstance(key, int) and key < len(value)


def _refused(model: str, path: Sequence[Key], error: Diagnostic) -> Diagnostic:
    summary = f"'{model}': '{format_path(path)}' is left out: {error.summary}"
    return Diagnostic(codes.SETTING_NOT_ADOPTED, summary, help=error.help)
