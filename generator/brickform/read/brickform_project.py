"""Reads ``brickform.yml``: a project of its own, or what it adds to a dbt project."""

from __future__ import annotations

from brickform.codes import MODELS_BESIDE_DBT
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.read.package_layout import PackageLayout, read_name, read_paths
from brickform.read.package_reader import PackageContents, read_package
from brickform.read.property_files import Properties, read_properties
from brickform.read.source_files import SourceFolder
from brickform.sourced import Sourced

BRICKFORM_PROJECT = "brickform.yml"
_MODEL_KEYS = ("models", "model-paths")


def read_plain_project(
    folder: SourceFolder, document: Sourced, found: Diagnostics
) -> tuple[PackageLayout, PackageContents]:
    """Read a project without dbt: its ``models:`` and the property files below ``model-paths``."""
    layout = PackageLayout(
        folder=folder,
        name=read_name(folder, document, found),
        model_paths=read_paths(folder, document, "model-paths", found),
    )
    properties = Properties()
    properties.add(document, (), found)
    read_properties(layout, properties, found)
    return layout, read_package(layout, properties, found)


def check_beside_dbt(document: Sourced, found: Diagnostics) -> None:
    """Report the keys that a ``brickform.yml`` beside a ``dbt_project.yml`` cannot have."""
    for key, value in document.items():
        if key in _MODEL_KEYS:
            summary = f"'{key}' stands beside a dbt project, whose own files hold the models"
            advice = "move it to dbt's files, or use 'defaults' and 'targets: {…: {models: …}}' here"
            found.add(Diagnostic.at(MODELS_BESIDE_DBT, value, summary, help=advice, key=True))
