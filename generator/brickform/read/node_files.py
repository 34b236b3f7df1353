"""Finds the files of models, seeds and snapshots of a package."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from typing import NamedTuple

from brickform.codes import DUPLICATE_MODEL
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.location import Location
from brickform.read.package_layout import PackageLayout
from brickform.read.source_files import folders_between


class NodeFile(NamedTuple):
    """A file of a package; ``folders`` are those between the search path and the file."""

    path: str
    folders: tuple[str, ...]

    @property
    def stem(self) -> str:
        return posixpath.splitext(posixpath.basename(self.path))[0]

    @property
    def is_python(self) -> bool:
        return self.path.lower().endswith(".py")


def find_node_files(
    layout: PackageLayout, paths: Iterable[str], suffixes: tuple[str, ...], found: Diagnostics
) -> dict[str, NodeFile]:
    """Return the files below the paths by stem; two files of one stem are an error, as in dbt."""
    files: dict[str, NodeFile] = {}
    for path in paths:
        for name in layout.folder.walk(path, suffixes, found):
            file = NodeFile(name, folders_between(path, name))
            first = files.setdefault(file.stem, file)
            if first.path != name:
                _report_twice(layout, file, first, found)
    return files


def _report_twice(layout: PackageLayout, second: NodeFile, first: NodeFile, found: Diagnostics) -> None:
    summary = f"a second file called '{second.stem}': the first is '{layout.folder.name_of(first.path)}'"
    place = Location(layout.folder.name_of(second.path), 1, 1)
    found.add(Diagnostic(DUPLICATE_MODEL, summary, place, (), "give every file a name of its own"))
