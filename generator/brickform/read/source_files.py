"""Finds and reads the text files of one project or installed package, never outside of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from stat import S_ISREG

from brickform.codes import FILE_UNREADABLE
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.location import Location


@dataclass(frozen=True, slots=True)
class SourceFolder:
    """The folder of a project; ``prefix`` is its own path in the root project (``dbt_packages/x/``)."""

    path: Path
    prefix: str = ""
    _walked: set[str] = field(default_factory=set, init=False, repr=False, compare=False)

    def name_of(self, relative: str) -> str:
        """Return what a file of this folder is called in messages and outputs."""
        return self.prefix + relative

    def has_file(self, relative: str) -> bool:
        return os.path.isfile(self.path / relative)  # noqa: PTH113 - Path.is_file raises without permission

    def has_folder(self, relative: str) -> bool:
        return os.path.isdir(self.path / relative)  # noqa: PTH112 - Path.is_dir raises without permission

    def contains(self, relative: str) -> bool:
        """Tell whether a path, its links followed, stays in this folder."""
        try:
            return (self.path / relative).resolve().is_relative_to(self.path.resolve())
        except (OSError, RuntimeError, ValueError):  # a link to itself, a NUL in the path
            return False

    def read(self, relative: str) -> tuple[str | None, Diagnostics]:
        """Read the text of a file; a file that is missing, outside or not UTF-8 is an error."""
        if not self._lies_in_walked_folder(relative) and not self.contains(relative):
            return None, Diagnostics([_unreadable(self.name_of(relative), "leads out of the project")])
        return read_text(self.path / relative, self.name_of(relative))

    def _lies_in_walked_folder(self, relative: str) -> bool:
        """Tell quickly that a path stays inside, for the many files that were found by a walk."""
        folder, _, _ = relative.rpartition("/")
        return folder in self._walked and not os.path.islink(self.path / relative)  # noqa: PTH114

    def walk(self, relative: str, suffixes: tuple[str, ...], found: Diagnostics) -> Iterator[str]:
        """Yield the files below a folder, sorted; hidden ones are left out, no folder comes twice."""
        if self.contains(relative) and self.has_folder(relative):
            yield from self._walk("" if relative == "." else relative, suffixes, found, set())

    def _walk(
        self, folder: str, suffixes: tuple[str, ...], found: Diagnostics, seen: set[Path]
    ) -> Iterator[str]:
        real = (self.path / folder).resolve()
        if real in seen:
            return
        seen.add(real)
        self._walked.add(folder)
        for entry in self._entries(folder, found):
            path = f"{folder}/{entry.name}" if folder else entry.name
            if _is_folder(entry):
                if not entry.is_symlink() or self.contains(path):
                    yield from self._walk(path, suffixes, found, seen)
            elif entry.name.lower().endswith(suffixes):
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
            found.add(_unreadable(self.name_of(relative), f"cannot be read: {error.strerror}"))
            return
        for entry in entries:
            if not _is_unicode(entry.name):  # on the disk it is not UTF-8
                problem = f"holds a file whose name is not UTF-8: {entry.name!a}"
                found.add(_unreadable(self.name_of(relative), problem))
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


def read_text(path: Path, name: str) -> tuple[str | None, Diagnostics]:
    """Read UTF-8 text, with or without a byte order mark, every line end as a line feed."""
    try:
        if not S_ISREG(path.stat().st_mode):
            return None, Diagnostics([_unreadable(name, "is not a file")])
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return None, Diagnostics([_unreadable(name, "is not UTF-8 text", line)])
    except OSError as error:
        return None, Diagnostics([_unreadable(name, f"cannot be read: {error.strerror}")])
    return text.replace("\r\n", "\n").replace("\r", "\n"), Diagnostics()


def _unreadable(name: str, problem: str, line: int = 1) -> Diagnostic:
    return Diagnostic(FILE_UNREADABLE, f"'{name}' {problem}", Location(name, line, 1))
