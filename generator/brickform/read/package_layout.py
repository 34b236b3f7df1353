"""Where the files of a project or installed package lie: its name and its ``*-paths``."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from brickform.codes import MODEL_PATH_MISSING, NO_MODEL_PATH, NO_PYTHON_MODEL
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.read.source_files import SourceFolder
from brickform.read.yaml_files import report_missing_name, report_shape
from brickform.sourced import Sourced
from brickform.suggestions import alternatives, did_you_mean

# https://docs.getdbt.com/reference/dbt_project.yml
_DEFAULTS: Mapping[str, tuple[str, ...]] = {
    "model-paths": ("models",),
    "seed-paths": ("seeds",),
    "snapshot-paths": ("snapshots",),
    "macro-paths": ("macros",),
}


class PackageLayout(NamedTuple):
    """Every path is relative to ``folder``."""

    folder: SourceFolder
    name: str
    model_paths: tuple[str, ...]
    seed_paths: tuple[str, ...] = ()
    snapshot_paths: tuple[str, ...] = ()
    macro_paths: tuple[str, ...] = ()

    @property
    def source_paths(self) -> tuple[str, ...]:
        return (*self.model_paths, *self.seed_paths, *self.snapshot_paths)


def read_dbt_layout(folder: SourceFolder, document: Sourced, found: Diagnostics) -> PackageLayout:
    """Read the name and the paths of a ``dbt_project.yml``."""
    paths = {key: read_paths(folder, document, key, found) for key in _DEFAULTS}
    return PackageLayout(
        folder=folder,
        name=read_name(folder, document, found),
        model_paths=paths["model-paths"],
        seed_paths=paths["seed-paths"],
        snapshot_paths=paths["snapshot-paths"],
        macro_paths=paths["macro-paths"],
    )


def read_name(folder: SourceFolder, document: Sourced, found: Diagnostics) -> str:
    """Return the ``name`` of a project; without one it is an error, and the folder's name stands in."""
    name = document.get("name")
    if name is not None and isinstance(name.value, str) and name.value:
        return name.value
    advice = "write 'name: my_project'"
    if name is None:
        report_missing_name(found, document, "the project has no name", advice)
    else:
        report_shape(found, name, "the name of the project has to be text", advice)
    return folder.path.resolve().name


def read_paths(folder: SourceFolder, document: Sourced, key: str, found: Diagnostics) -> tuple[str, ...]:
    """Return the folders that a ``*-paths`` key lists, or dbt's default."""
    listed = document.get(key)
    if listed is None:
        return _DEFAULTS[key]
    if not isinstance(listed.value, list):
        report_shape(found, listed, f"'{key}' has to be a list", f'write {key}: ["{_DEFAULTS[key][0]}"]')
        return _DEFAULTS[key]
    paths = [read_path(folder, element, found) for element in listed.elements()]
    return tuple(dict.fromkeys(path for path in paths if path is not None))


def read_path(folder: SourceFolder, value: Sourced, found: Diagnostics) -> str | None:
    """Return one path of a project; one that is an expression or leads out of the project is an error."""
    if not isinstance(value.value, str):
        report_shape(found, value, "a path has to be text", "write a folder of the project")
    elif "{{" in value.value:
        report_shape(found, value, "a path cannot be an expression here", "write the path out")
    elif not folder.contains(value.value):
        report_shape(found, value, "the path leads out of the project", "write a folder of the project")
    else:
        return posixpath.normpath(value.value)
    return None


def report_model_paths(folder: SourceFolder, document: Sourced, found: Diagnostics) -> None:
    """Report listed model paths that do not exist: a typo there would take every job away."""
    listed = document.get("model-paths")
    paths = [
        (element, path)
        for element in (listed.elements() if listed is not None else ())
        if (path := read_path(folder, element, Diagnostics())) is not None
    ]
    missing = [(element, path) for element, path in paths if not folder.has_folder(path)]
    code = NO_MODEL_PATH if len(missing) == len(paths) else MODEL_PATH_MISSING
    for element, path in missing:
        folders = [name for name in folder.list(".", Diagnostics()) if folder.has_folder(name)]
        advice = did_you_mean(path, folders, otherwise="create it, or take it out of 'model-paths'")
        found.add(Diagnostic.at(code, element, f"there is no folder '{path}'", help=advice))


def report_no_model(document: Sourced, paths: Sequence[str], found: Diagnostics) -> None:
    """Say that a project has no Python model, unless an error explains it."""
    if not found.has_errors:
        summary = "the project has no Python model, so there is no job to deploy"
        below = f"below {alternatives(paths)}" if paths else "below the folders that 'model-paths' lists"
        advice = f"Python models are .py files {below}"
        place = document.get("model-paths") or document
        found.add(Diagnostic.at(NO_PYTHON_MODEL, place, summary, help=advice))
