"""Reads a dbt project: its ``dbt_project.yml`` and the packages that ``dbt deps`` installed."""

from __future__ import annotations

from collections.abc import Iterator

from brickform.codes import DUPLICATE_MODEL, PACKAGES_NOT_INSTALLED
from brickform.diagnostics import Diagnostic, Diagnostics, Severity
from brickform.read.name_macros import report_name_macros
from brickform.read.package_layout import PackageLayout, read_dbt_layout, read_path
from brickform.read.package_reader import PackageContents, read_package
from brickform.read.property_files import Properties, read_properties
from brickform.read.source_files import SourceFolder
from brickform.read.yaml_files import read_mapping
from brickform.sourced import Sourced

DBT_PROJECT = "dbt_project.yml"
_PACKAGES = "dbt_packages"


def read_dbt_package(
    folder: SourceFolder, document: Sourced, found: Diagnostics
) -> tuple[PackageLayout, PackageContents]:
    """Read the package that a ``dbt_project.yml`` describes."""
    layout = read_dbt_layout(folder, document, found)
    report_name_macros(layout, found)
    properties = Properties()
    read_properties(layout, properties, found)
    return layout, read_package(layout, properties, found)


def read_installed_packages(
    folder: SourceFolder, root: PackageLayout, document: Sourced, found: Diagnostics
) -> Iterator[tuple[str, Sourced, PackageContents]]:
    """Yield name, ``dbt_project.yml`` and contents of every package below ``packages-install-path``.

    Warnings are left out here: a package belongs to somebody else.
    """
    names = {root.name}
    for package in _package_folders(folder, document, found):
        inside = Diagnostics()
        project = read_mapping(package, DBT_PROJECT, inside)
        if project is not None:
            layout, contents = read_dbt_package(package, project, inside)
            if layout.name in names:
                summary = f"a second package called '{layout.name}'"
                advice = "give one of them another name, or remove it"
                place = project.get("name") or project
                inside.add(Diagnostic.at(DUPLICATE_MODEL, place, summary, help=advice))
            else:
                names.add(layout.name)
                yield layout.name, project, contents
        found.extend(problem for problem in inside if problem.severity is Severity.ERROR)


def _package_folders(folder: SourceFolder, document: Sourced, found: Diagnostics) -> Iterator[SourceFolder]:
    written = document.get("packages-install-path")
    path = _PACKAGES if written is None else read_path(folder, written, found)
    if path is None:
        return
    if not folder.has_folder(path):
        _report_not_installed(folder, path, found)
        return
    for name in folder.list(path, found):
        # a package of `local:` is a link to a folder elsewhere: it is a root of its own
        if folder.has_file(f"{path}/{name}/{DBT_PROJECT}"):
            yield SourceFolder(folder.path / path / name, f"{path}/{name}/")


def _report_not_installed(folder: SourceFolder, path: str, found: Diagnostics) -> None:
    for file in ("packages.yml", "dependencies.yml"):
        listed = read_mapping(folder, file, Diagnostics()) if folder.has_file(file) else None
        packages = listed.get("packages") if listed is not None else None
        if packages is not None and packages.value:
            summary, advice = (
                f"these packages are not in '{path}': nothing of them is known",
                "run `dbt deps`",
            )
            found.add(Diagnostic.at(PACKAGES_NOT_INSTALLED, packages, summary, help=advice, key=True))
