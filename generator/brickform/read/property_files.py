"""Reads the property files of a package: its entries for models, seeds, snapshots and sources."""

from __future__ import annotations

from typing import NamedTuple

from brickform.codes import DUPLICATE_MODEL, LIKELY_TYPO
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.read.package_layout import PackageLayout
from brickform.read.source_files import folders_between
from brickform.read.yaml_files import named_entries, read_mapping
from brickform.sourced import Sourced
from brickform.suggestions import misspelt

_PROJECT_FILES = ("brickform.yml", "dbt_project.yml", "profiles.yml")
"""Where models lie beside them (``model-paths: ["."]``), they are none of the property files."""


class PropertyEntry(NamedTuple):
    """One entry, and the folders between the search path and its file."""

    value: Sourced
    folders: tuple[str, ...] = ()


class Properties:
    """The entries of one package, by name."""

    def __init__(self) -> None:
        self.models: dict[str, PropertyEntry] = {}
        self.seeds: dict[str, PropertyEntry] = {}
        self.snapshots: dict[str, PropertyEntry] = {}
        self.sources: list[Sourced] = []

    def add(self, document: Sourced, folders: tuple[str, ...], found: Diagnostics) -> None:
        """Take in the entries of one document; a second entry of one name is an error."""
        for key, known in (("models", self.models), ("seeds", self.seeds), ("snapshots", self.snapshots)):
            for name, entry in named_entries(document, key, found):
                if name in known:
                    _report_twice(key, name, entry, known[name].value, found)
                else:
                    known[name] = PropertyEntry(entry, folders)
                    _report_misspelt_config(entry, found)
        for _, source in named_entries(document, "sources", found):
            self.sources.append(source)
            for _ in named_entries(source, "tables", found):
                pass  # each is looked up by its name later; here it is reported where it has none


def read_properties(layout: PackageLayout, properties: Properties, found: Diagnostics) -> None:
    """Add the entries of every YAML file below the paths of models, seeds and snapshots."""
    read: set[str] = set()
    for path in layout.source_paths:
        for file in layout.folder.walk(path, (".yml", ".yaml"), found):
            if file in read or file in _PROJECT_FILES:
                continue
            read.add(file)
            document = read_mapping(layout.folder, file, found)
            if document is not None:
                properties.add(document, folders_between(path, file), found)


def _report_misspelt_config(entry: Sourced, found: Diagnostics) -> None:
    wrong = None if "config" in entry.value else misspelt("config", entry.value)
    if wrong is not None:
        place, summary = entry.source.find((wrong,)), f"'{wrong}' has no meaning here"
        found.add(Diagnostic.at(LIKELY_TYPO, place, summary, help="did you mean 'config'?", key=True))


def _report_twice(key: str, name: str, second: Sourced, first: Sourced, found: Diagnostics) -> None:
    place = second.get("name") or second
    summary = f"a second entry for '{name}' in '{key}': the first is at {first.location}"
    found.add(Diagnostic.at(DUPLICATE_MODEL, place, summary, help="put both into one entry"))
