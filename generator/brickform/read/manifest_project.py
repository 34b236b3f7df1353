"""Puts a manifest in the place of a project's files, which then serve for positions only."""

from __future__ import annotations

from collections.abc import Iterable

from brickform.codes import MANIFEST_OUTDATED, MANIFEST_UNUSABLE, MANIFEST_WITHOUT_PYTHON, PYTHON_SYNTAX
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.location import Location, SourceMap
from brickform.read.manifest import PythonNode, read_manifest
from brickform.read.project import Manifest, ModelFile, Project, ReadOptions
from brickform.read.python_model import PythonModel, read_python_model
from brickform.sourced import Sourced


def read_from_manifest(
    project: Project, options: ReadOptions, of_files: Diagnostics, found: Diagnostics
) -> Project | None:
    """Return the project with the models of ``options.manifest``; None where it cannot be used.

    ``of_files`` are the problems of the project's files. Those of a model whose code the manifest
    holds too are passed on; dbt, which made the manifest, has judged all the others.
    """
    if options.manifest is None:
        return project
    prefixes = {name: _folder_of(text) for name, text in project.package_projects.items()}
    read = read_manifest(options.manifest, project.root, prefixes, found)
    if read is None:
        return None
    manifest, nodes = read
    if project.dbt_project is not None and project.name != manifest.project_name:
        found.add(_of_other_project(manifest, project))
        return None
    if not nodes and not found.has_errors:
        summary = "the manifest holds no Python model"
        found.add(Diagnostic(MANIFEST_WITHOUT_PYTHON, summary, Location(manifest.file, 1, 1)))
    models = _Models(project.models, of_files, found)
    return project._replace(
        name=manifest.project_name,
        models=tuple(model for node in nodes if (model := models.of_node(node)) is not None),
        other_nodes=(),
        sources=(),
        manifest=manifest,
    )


def _folder_of(project_file: Sourced) -> str:
    folder, slash, _ = project_file.location.file.rpartition("/")
    return folder + slash


def _of_other_project(manifest: Manifest, project: Project) -> Diagnostic:
    summary = f"the manifest is one of the project '{manifest.project_name}', not of '{project.name}'"
    advice = "run `dbt parse` in this project, or give its own manifest"
    return Diagnostic(MANIFEST_UNUSABLE, summary, Location(manifest.file, 1, 1), (), advice)


class _Models:
    """Joins the models of a manifest with their files, where these are at hand."""

    def __init__(self, files: Iterable[ModelFile], of_files: Diagnostics, found: Diagnostics) -> None:
        self._files = {(file.package, file.name, file.version): file for file in files}
        self._of_files = of_files
        self._broken = {
            item.location.file for item in of_files if item.code is PYTHON_SYNTAX and item.location
        }
        self._found = found

    def of_node(self, entry: PythonNode) -> ModelFile | None:
        node = entry.node
        file = self._files.get((node.package, node.name, node.version))
        python = self._python(entry, file)
        if python is None:
            return None
        model = ModelFile(
            name=node.name,
            package=node.package,
            path=node.path,
            fqn=entry.fqn,
            python=python,
            version=node.version,
            properties=_place(entry),
            node=node,
        )
        if file is None:
            return model
        return model._replace(properties=file.properties, version_properties=file.version_properties)

    def _python(self, entry: PythonNode, file: ModelFile | None) -> PythonModel | None:
        """Read the code of the manifest; at the positions of the file where it holds the same."""
        path = entry.node.path
        if file is not None and file.python.code == _as_read(entry.code):
            problems = (item for item in self._of_files if item.location and item.location.file == file.path)
            self._found.extend(problems)
            return file.python
        if file is not None or path in self._broken:
            summary = f"the code of '{entry.node.name}' is not that of the manifest, which is taken"
            place = Location(path, 1, 1)
            advice = "run `dbt parse` once more"
            self._found.add(Diagnostic(MANIFEST_OUTDATED, summary, place, (), advice))
        python, problems_of_code = read_python_model(entry.code, path)
        self._found.extend(problems_of_code)
        return python


def _as_read(code: str) -> str:
    return code.replace("\r\n", "\n").replace("\r", "\n").strip()


def _place(entry: PythonNode) -> Sourced | None:
    """Stand in for the property entry of a model whose files are not at hand."""
    if entry.patch_path is None:
        return None
    return Sourced({}, SourceMap(entry.patch_path))
