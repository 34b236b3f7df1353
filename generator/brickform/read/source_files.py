"""Finds and reads the text files of one project or installed package, never outside of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from brickform.diagnostics import Diagnostics
from brickform.read.limits import LARGEST_TEXT, MAX_FOLDERS
from brickform.read.text_file import read_text, unreadable

_OUTSIDE = "leads out of the project", "move or copy what is needed into the project"


class SourceFolder:
    """The folder of a project; ``prefix`` is its own path in the root project (``dbt_packages/x/``)."""

    def __init__(self, path: Path, prefix: str = "") -> None:
        self.path = path
        self.prefix = prefix
        self._walked: set[str] = set()
        """The files that were found by a walk, and are no links: they stay inside."""

    def name_of(self, relative: str) -> str:
        """Return what a file of this folder is called in messages and outputs."""
        return self.prefix + relative

    def has_file(self, relative: str) -> bool:
        return os.path.isfile(self.path / relative)  # noqa: PTH113 - Path.is_file raises without permission

    def has_entry(self, relative: str) -> bool:
        """Tell whether there is anything at all: a file, a folder, a link to nothing."""
        return os.path.lexists(self.path / relative)

    def has_folder(self, relative: str) -> bool:
        return os.path.isdir(self.path / relative)  # noqa: PTH112 - Path.is_dir raises without permission

    def contains(self, relative: str) -> bool:
        """Tell whether a path, its links followed, stays in this folder."""
        try:
            return (self.path / relative).resolve().is_relative_to(self.path.resolve())
        except (OSError, RuntimeError, ValueError):  # a link to itself, a NUL in the path
            return False

    def read(self, relative: str, *, largest: int = LARGEST_TEXT) -> tuple[str | None, Diagnostics]:
        """Read a text of at most ``largest`` MB; one that is missing, outside or not UTF-8 is an error."""
        name, path = self.name_of(relative), os.path.join(self.path, relative)  # noqa: PTH118 - quicker
        inside = relative in self._walked or self.contains(relative)
        if not inside and os.path.exists(path):  # noqa: PTH110 - Path.exists raises without permission
            return None, Diagnostics([unreadable(name, *_OUTSIDE)])
        return read_text(path, name, largest=largest)

    def walk(self, relative: str, suffixes: tuple[str, ...], found: Diagnostics) -> Iterator[str]:
        """Yield the files below a folder, sorted; hidden ones are left out, no folder comes twice.

        A folder that leads out of the project is an error, as is one that cannot be listed.
        """
        if not self.has_folder(relative):
            return
        if self.contains(relative):
            yield from self._walk("" if relative == "." else relative, suffixes, found, set())
        else:
            found.add(unreadable(self.name_of(relative), *_OUTSIDE))

    def _walk(
        self, folder: str, suffixes: tuple[str, ...], found: Diagnostics, seen: set[Path]
    ) -> Iterator[str]:
        real = (self.path / folder).resolve()
        if real in seen:
            return
        seen.add(real)
        if folder.count("/") >= MAX_FOLDERS:
            problem = f"lies more than {MAX_FOLDERS} folders deep"
            found.add(unreadable(self.name_of(folder), problem, "move it up"))
            return
        for entry in self._entries(folder, found):
            path = f"{folder}/{entry.name}" if folder else entry.name
            if _is_folder(entry):
                if not entry.is_symlink() or self.contains(path):
                    yield from self._walk(path, suffixes, found, seen)
                else:
                    found.add(unreadable(self.name_of(path), *_OUTSIDE))
            elif entry.name.lower().endswith(suffixes):
                if not entry.is_symlink():
                    self._walked.add(path)
                yield path

    def list(self, relative: str, found: Diagnostics) -> Iterator[str]:
        """Yield the names in a folder, sorted; hidden ones are left out."""
        for entry in self._entries(relative, found):
            yield entry.name

    def _entries(self, relative: str, found: Diagnostics) -> Iterator[os.DirEntry[str]]:
        try:
            with os.scandir(self.path / relative) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            found.add(unreadable(self.name_of(relative or "."), f"cannot be read: {error.strerror}"))
            return
        for entry in entries:
            if not _is_unicode(entry.name):  # on the disk it is not UTF-8
                problem = f"holds a file whose name is not UTF-8: {entry.name!a}"
                found.add(unreadable(self.name_of(relative or "."), problem, "rename it"))
            elif not entry.name.startswith("."):
                yield entry


def folders_between(top: str, file: str) -> tuple[str, ...]:
    """Return the folders between one that was walked and a file below it."""
    below = file if top == "." else file[len(top) + 1 :]
    return tuple(below.split("/")[:-1])


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself
        return False


def _is_unicode(name: str) -> bool:
    return name.isascii() or not any("\ud800" <= character <= "\udfff" for character in name)


def name_below(root: Path, path: Path) -> str:
    """Return what a file is called in messages: its path in the project, outside of it its name alone."""
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except (OSError, RuntimeError, ValueError):
        return path.name
