"""Matches the property entries of models, versioned or not, with the files that they are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from brickform.codes import ENTRY_WITHOUT_FILE
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.read.node_files import NodeFile
from brickform.read.property_files import PropertyEntry
from brickform.read.yaml_files import report_shape
from brickform.sourced import Sourced
from brickform.suggestions import did_you_mean


class Identity(NamedTuple):
    """What the property YAML says a file is."""

    name: str
    properties: Sourced | None = None
    version: str | None = None
    version_properties: Sourced | None = None

    def fqn(self, package: str, file: NodeFile) -> tuple[str, ...]:
        """Return the path in dbt's ``models:`` tree; a version comes after the model's own name."""
        versions = () if self.version is None else (f"v{self.version}",)
        return (package, *file.folders, self.name, *versions)


def identify(
    entries: Mapping[str, PropertyEntry], files: Mapping[str, NodeFile], found: Diagnostics
) -> dict[str, Identity]:
    """Return the identity of every file, by stem; an entry without a file is a warning."""
    identities: dict[str, Identity] = {}
    for name, entry in entries.items():
        if entry.value.get("versions"):
            _identify_versions(name, entry.value, files, identities, found)
        elif name in files:
            identities.setdefault(name, Identity(name, entry.value))
        else:
            report_no_file(entry.value.get("name") or entry.value, name, files, found)
    for stem in files:
        identities.setdefault(stem, Identity(stem))
    return identities


def report_no_file(place: Sourced, name: str, known: Iterable[str], found: Diagnostics) -> None:
    advice = did_you_mean(name, known, otherwise="remove the entry, or add the file")
    found.add(Diagnostic.at(ENTRY_WITHOUT_FILE, place, f"no file belongs to '{name}'", help=advice))


def _identify_versions(
    name: str,
    entry: Sourced,
    files: Mapping[str, NodeFile],
    identities: dict[str, Identity],
    found: Diagnostics,
) -> None:
    """Find the file of each version as dbt-core 1.11 does: dbt/parser/schemas.py, parse_patch."""
    versions = _read_versions(entry, found)
    latest = _latest_version(entry, [version for version, _ in versions])
    for version, properties in versions:
        defined_in = properties.get("defined_in")
        stem = str(defined_in.value) if defined_in is not None else f"{name}_v{version}"
        if stem not in files and version == latest and name in files:
            stem = name
        if stem in files:
            identities[stem] = Identity(name, entry, version, properties)
        else:
            report_no_file(defined_in or properties, stem, files, found)


def _read_versions(entry: Sourced, found: Diagnostics) -> list[tuple[str, Sourced]]:
    listed = entry.get("versions")
    if listed is None or not isinstance(listed.value, list):
        report_shape(found, listed or entry, "'versions' has to be a list", "start every entry with '- v: 1'")
        return []
    versions: dict[str, Sourced] = {}
    for properties in listed.elements():
        version = properties.get("v")
        if version is None or isinstance(version.value, bool | dict | list):
            advice = "start it with '- v: 1'"
            report_shape(found, version or properties, "the version has no number", advice)
        elif str(version.value) in versions:
            report_shape(found, version, f"version {version.value} is there twice", "remove one of them")
        else:
            versions[str(version.value)] = properties
    return list(versions.items())


def _latest_version(entry: Sourced, versions: list[str]) -> str | None:
    latest = entry.get("latest_version")
    if latest is not None:
        return str(latest.value)
    try:
        return max(versions, key=float, default=None)
    except ValueError:
        return max(versions)
