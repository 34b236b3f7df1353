"""The way through the house, with its gates: read, resolve, validate, compile, check, emit, write.

Each step takes the result of the one before and keeps its diagnostics, so that what is found on
the way is reported once, at the end. A step whose input is missing does nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from brickform.check import check
from brickform.codes import FOREIGN_FILE
from brickform.compile.compiler import compile_project
from brickform.compile.graph import ResourceGraph
from brickform.compile.options import CompileOptions
from brickform.diagnostics import Diagnostic, Diagnostics, Severity
from brickform.emit.options import PER_FOLDER, PER_MODEL, EmitOptions
from brickform.policy import Policy
from brickform.read.project import Project, ReadOptions
from brickform.read.project_reader import read_project
from brickform.resolve.merge import merge_over
from brickform.resolve.project import ResolvedProject, ResolveOptions
from brickform.resolve.resolver import resolve
from brickform.sourced import Sourced
from brickform.validate import (
    is_inside_a_config,
    misplaced_configs,
    read_silence,
    unused_allow_fields,
    validate_project_file,
)
from brickform.validate import validate as validate_models

if TYPE_CHECKING:
    from brickform.output.plan import WritePlan
    from brickform.output.tree import OutputTree


class LoadOptions(NamedTuple):
    """Which project, for which target, and which of its models."""

    root: Path
    profiles_dir: Path | None = None
    target: str | None = None
    vars: Mapping[str, Any] = {}
    select: tuple[str, ...] = ()
    manifest: Path | None = None
    """dbt's manifest.json, made for the same target; it goes before the project's own files."""
    strict: bool = False
    """Warnings are errors."""
    overlay: Sourced | None = None
    """What is laid over ``brickform.yml``, as if it were written there."""


class GenerateOptions(NamedTuple):
    """What to write, and where."""

    format: str
    """``terraform`` or ``bundle``."""
    output_dir: Path
    module: str | None = None
    """Terraform: the name under which the caller's root module includes the output."""
    layout: str = PER_MODEL
    """Bundle: ``per-model`` or ``per-folder``, which writes whole folders whatever is selected."""
    force: bool = False
    """Overwrite foreign and edited files, and trees of another kind."""
    dry_run: bool = False
    """Plan only: nothing is written, and files in the way are no errors."""


class Loaded(NamedTuple):
    """A project with nothing left to render; None where there is none to go on with."""

    options: LoadOptions
    project: ResolvedProject | None
    diagnostics: Diagnostics
    policy: Policy = Policy()
    """Which of the diagnostics count; the later steps apply it."""


class Compiled(NamedTuple):
    """The resources of the selected models; None where the configs have errors."""

    options: LoadOptions
    graph: ResourceGraph | None
    diagnostics: Diagnostics
    folders: ResourceGraph | None = None
    """The resources of all models that share a folder with a selected one."""
    source_folders: tuple[Path, ...] = ()
    """Where the project is read from, so nothing may be written."""
    policy: Policy = Policy()


class Generated(NamedTuple):
    """What was written, or with ``dry_run`` what would be; None where there was an error."""

    graph: ResourceGraph | None
    tree: OutputTree | None
    plan: WritePlan | None
    diagnostics: Diagnostics


def load(options: LoadOptions) -> Loaded:
    """Read a project and resolve it for one target."""
    read_options = ReadOptions(options.root, options.profiles_dir, options.manifest)
    project, diagnostics = read_project(read_options)
    if project is not None and options.overlay is not None:
        project = _overlaid(project, options.overlay)
    unusable = project is None or diagnostics.has_errors
    if project is not None and project.brickform is not None:
        found = _not_yet_wrong(validate_project_file(project.brickform), diagnostics)
        diagnostics.extend(found)
        unusable = unusable or not all(is_inside_a_config(item.path) for item in found)
    if project is not None:
        diagnostics.extend(misplaced_configs(project))
    if project is None or unusable:
        return Loaded(options, None, diagnostics, _policy(options, project, None, Diagnostics()))
    return _resolve(options, project, diagnostics)


def validate(loaded: Loaded) -> Diagnostics:
    """Find everything that is wrong with a project, whatever it is generated for."""
    return build_graph(loaded).diagnostics


def build_graph(loaded: Loaded, options: CompileOptions | None = None) -> Compiled:
    """Validate, compile and check a project; the checks see all of it, the result what is selected."""
    project, diagnostics = loaded.project, Diagnostics(loaded.diagnostics)
    if project is not None:
        diagnostics.extend(_not_yet_wrong(validate_models(project), diagnostics))
        diagnostics.extend(unused_allow_fields(project, diagnostics))
    policy = loaded.policy
    if project is None or diagnostics.has_errors:
        return Compiled(loaded.options, None, policy.apply(diagnostics))
    graph, found = compile_project(project, options or CompileOptions())
    diagnostics.extend(found)
    diagnostics.extend(check(graph, project))
    diagnostics = policy.apply(diagnostics)
    if diagnostics.has_errors:
        return Compiled(loaded.options, None, diagnostics)
    selected = folders = graph
    if loaded.options.select:
        selected, folders = graph.select(project.selected), graph.select_folders(project.selected)
    return Compiled(loaded.options, selected, diagnostics, folders, project.source_folders, policy)


def generate(compiled: Compiled, options: GenerateOptions) -> Generated:
    """Emit the resources and write them; raises BrickformError where the disk refuses."""
    from brickform.emit.emitters import EMITTERS
    from brickform.output.place import written_among_sources
    from brickform.output.plan import plan_write
    from brickform.output.write import carry_out

    graph = compiled.folders if options.layout == PER_FOLDER else compiled.graph
    diagnostics = Diagnostics(compiled.diagnostics)
    if graph is None:
        return Generated(None, None, None, diagnostics)
    tree, found = EMITTERS[options.format](graph, EmitOptions(options.module, options.layout))
    diagnostics.extend(found)
    diagnostics.extend(written_among_sources(tree, options.output_dir, compiled.source_folders))
    if diagnostics.has_errors:
        return Generated(graph, tree, None, compiled.policy.apply(diagnostics))
    plan, found = plan_write(tree, options.output_dir, selection=compiled.options.select, force=options.force)
    diagnostics.extend(item for item in found if not (options.dry_run and item.code is FOREIGN_FILE))
    diagnostics = compiled.policy.apply(diagnostics)
    if plan is None or diagnostics.has_errors:
        return Generated(graph, tree, None, diagnostics)
    if not options.dry_run:
        carry_out(plan)
    return Generated(graph, tree, plan, diagnostics)


def _overlaid(project: Project, overlay: Sourced) -> Project:
    written = project.brickform
    return project._replace(brickform=overlay if written is None else merge_over(written, overlay))


def _not_yet_wrong(found: Diagnostics, known: Diagnostics) -> list[Diagnostic]:
    """Leave out what stands where an error is known already: it would be said twice."""
    errors = [item for item in known if item.severity is Severity.ERROR]
    wrong_already = {place for item in errors for place in _places(item)}
    return [item for item in found if wrong_already.isdisjoint(_places(item))]


def _places(item: Diagnostic) -> tuple[object, ...]:
    """Return the place, and the value that it is about: a report is at the key or at the value."""
    return () if item.location is None else (item.location, (item.location.file, item.path))


def _resolve(options: LoadOptions, project: Project, diagnostics: Diagnostics) -> Loaded:
    resolve_options = ResolveOptions(options.target, options.vars, options.select)
    resolved, found = resolve(project, resolve_options)
    diagnostics.extend(_not_yet_wrong(found, diagnostics))
    return Loaded(options, resolved, diagnostics, _policy(options, project, resolved, diagnostics))


def _policy(
    options: LoadOptions, project: Project | None, resolved: ResolvedProject | None, found: Diagnostics
) -> Policy:
    document = project.brickform if project is not None else None
    models = resolved.models if resolved is not None else ()
    return Policy(options.strict, read_silence(document, models, found))
