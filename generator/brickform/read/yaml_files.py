"""Reads the YAML files of a project, and says where one has the wrong shape."""

from __future__ import annotations

from collections.abc import Iterator

from brickform.codes import PROJECT_SHAPE
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.location import SourceMap
from brickform.read.source_files import SourceFolder
from brickform.read.yaml_source import read_yaml
from brickform.sourced import Sourced
from brickform.suggestions import misspelt


def read_mapping(folder: SourceFolder, file: str, found: Diagnostics) -> Sourced | None:
    """Read a file that holds a mapping; None where it is empty or holds something else."""
    text, problems = folder.read(file)
    found.extend(problems)
    return None if text is None else parse_mapping(text, folder.name_of(file), found)


def parse_mapping(text: str, file: str, found: Diagnostics) -> Sourced | None:
    """Parse text that holds a mapping; None where it is empty or holds something else."""
    document, problems = read_yaml(text, file)
    found.extend(problems)
    if document is None or document.value is None:
        return None
    if not isinstance(document.value, dict):
        report_shape(found, document, "the file has to hold a mapping", "write 'key: value' at the top level")
        return None
    return document


def named_entries(document: Sourced, key: str, found: Diagnostics) -> Iterator[tuple[str, Sourced]]:
    """Yield the entries of a list such as ``models:`` with their names; others are errors."""
    listed = document.get(key)
    if listed is None:
        return
    if not isinstance(listed.value, list):
        report_shape(found, listed, f"'{key}' has to be a list", "start every entry with '- name: …'")
    for entry in listed.elements():
        name = entry.get("name")
        if name is None:
            report_missing_name(found, entry, f"an entry of '{key}' has no name", "start it with '- name: …'")
        elif not isinstance(name.value, str):
            is_scalar = not isinstance(name.value, dict | list)
            advice = f'put it in quotes: "{name.value}"' if is_scalar else "write one name"
            report_shape(found, name, "a name has to be text", advice)
        else:
            yield name.value, entry


def report_missing_name(found: Diagnostics, place: Sourced, summary: str, advice: str) -> None:
    """Report a mapping without ``name``, at the key that was meant to be one where there is such a key."""
    wrong = misspelt("name", place.value) if isinstance(place.value, dict) else None
    if wrong is None:
        report_shape(found, place, summary, advice)
    else:
        report_shape(found, place.source.find((wrong,)), summary, "did you mean 'name'?", key=True)


def report_shape(
    found: Diagnostics, place: Sourced | SourceMap, summary: str, advice: str, *, key: bool = False
) -> None:
    found.add(Diagnostic.at(PROJECT_SHAPE, place, summary, help=advice, key=key))
