"""Reads a whole project: dbt's files, brickform's, or both."""

from __future__ import annotations

from brickform.codes import NO_PROJECT
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.location import SourceMap
from brickform.read.brickform_project import BRICKFORM_PROJECT, check_beside_dbt, read_plain_project
from brickform.read.dbt_project import DBT_PROJECT, read_dbt_package, read_installed_packages
from brickform.read.manifest_project import read_from_manifest
from brickform.read.package_layout import report_model_paths, report_no_model
from brickform.read.profiles import read_profile
from brickform.read.project import Project, ReadOptions
from brickform.read.source_files import SourceFolder
from brickform.read.yaml_files import read_mapping
from brickform.sourced import Sourced


def read_project(options: ReadOptions) -> tuple[Project | None, Diagnostics]:
    """Read the project at ``options.root``, which may also name one of its two project files.

    With ``options.manifest`` models and tables come from there, and the files only say where things
    are written. All problems of all files come back at once. The result is None where there is no project, or
    where a project file cannot be read at all.
    """
    found = Diagnostics()
    root = options.root.parent if options.root.name in (DBT_PROJECT, BRICKFORM_PROJECT) else options.root
    folder = SourceFolder(root)
    has_dbt, has_brickform = folder.has_entry(DBT_PROJECT), folder.has_entry(BRICKFORM_PROJECT)
    if not has_dbt and not has_brickform:
        found.add(_no_project(folder))
        return None, found
    dbt = _read_document(folder, DBT_PROJECT, found) if has_dbt else None
    brickform = _read_document(folder, BRICKFORM_PROJECT, found) if has_brickform else None
    if brickform is not None and (has_dbt or options.manifest is not None):
        check_beside_dbt(brickform, found)
    if dbt is not None:
        return _read_dbt(options, folder, dbt, brickform, found), found
    if brickform is not None and not has_dbt:
        return _read_plain(options, folder, brickform, found), found
    return None, found


def _read_document(folder: SourceFolder, file: str, found: Diagnostics) -> Sourced | None:
    """Read a project file; an empty one counts as an empty mapping."""
    problems = Diagnostics()
    document = read_mapping(folder, file, problems)
    found.extend(problems)
    if document is None and not problems.has_errors:
        return Sourced({}, SourceMap(file))
    return document


def _read_dbt(
    options: ReadOptions, folder: SourceFolder, dbt: Sourced, brickform: Sourced | None, found: Diagnostics
) -> Project | None:
    inside = found if options.manifest is None else Diagnostics()
    layout, contents = read_dbt_package(folder, dbt, inside)
    models, other_nodes, sources = [*contents.models], [*contents.other_nodes], [*contents.sources]
    package_projects: dict[str, Sourced] = {}
    for name, document, installed in read_installed_packages(folder, layout, dbt, inside):
        package_projects[name] = document
        models += installed.models
        other_nodes += installed.other_nodes
        sources += installed.sources
    report_model_paths(folder, dbt, inside)
    if not models:
        report_no_model(dbt, layout.model_paths, inside)
    profile = read_profile(options, folder.path, dbt.value.get("profile"), found)
    project = Project(
        root=folder.path,
        name=layout.name,
        dbt_project=dbt,
        brickform=brickform,
        profile=profile.chosen,
        profile_names=profile.names,
        models=tuple(models),
        other_nodes=tuple(other_nodes),
        sources=tuple(sources),
        package_projects=package_projects,
        source_paths=layout.source_paths,
    )
    return read_from_manifest(project, options, inside, found)


def _read_plain(
    options: ReadOptions, folder: SourceFolder, brickform: Sourced, found: Diagnostics
) -> Project | None:
    if options.manifest is not None:
        project = Project(root=folder.path, name="", dbt_project=None, brickform=brickform, profile=None)
        return read_from_manifest(project, options, Diagnostics(), found)
    layout, contents = read_plain_project(folder, brickform, found)
    report_model_paths(folder, brickform, found)
    if not contents.models:
        report_no_model(brickform, layout.model_paths, found)
    return Project(
        root=folder.path,
        name=layout.name,
        dbt_project=None,
        brickform=brickform,
        profile=None,
        models=tuple(contents.models),
        other_nodes=tuple(contents.other_nodes),
        sources=tuple(contents.sources),
        source_paths=layout.source_paths,
    )


def _no_project(folder: SourceFolder) -> Diagnostic:
    if not folder.has_folder("."):
        summary, advice = "the folder of the project does not exist", "name the folder of a project"
        return Diagnostic(NO_PROJECT, summary, help=advice)
    summary = f"neither '{DBT_PROJECT}' nor '{BRICKFORM_PROJECT}' is in this folder"
    create = f"name the folder of a dbt project, or create '{BRICKFORM_PROJECT}' with 'name:' and 'models:'"
    return Diagnostic(NO_PROJECT, summary, help=_misnamed(folder) or create)


def _misnamed(folder: SourceFolder) -> str:
    """Say how a file has to be called that was meant to be one of the two."""
    for name in folder.list(".", Diagnostics()):
        for wanted in (DBT_PROJECT, BRICKFORM_PROJECT):
            if name.lower() in (wanted, wanted.replace(".yml", ".yaml")):
                return f"rename '{name}' to '{wanted}'"
    return ""
