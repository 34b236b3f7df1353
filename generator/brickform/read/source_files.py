"""Finds and reads the text files of one project or installed package, never outside of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from brickform.codes import FILE_UNREADABLE
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.location import Location


@dataclass(frozen=True, slots=True)
class SourceFolder:
    """The folder of a project; ``prefix`` is its own path in the root project (``dbt_packages/x/``)."""

    path: Path
    prefix: str = ""

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
        if not self.contains(relative):
            return None, Diagnostics([_unreadable(self.name_of(relative), "leads out of the project")])
        return read_text(self.path / relative, self.name_of(relative))

    def walk(self, relative: str, suffixes: tuple[str, ...], found: Diagnostics) -> Iterator[str]:
        """Yield the files below a folder, sorted; hidden ones are left out, no folder comes twice."""
        if self.contains(relative):
            yield from self._walk(PurePosixPath(relative), suffixes, found, set())

    def _walk(
        self, folder: PurePosixPath, suffixes: tuple[str, ...], found: Diagnostics, seen: set[Path]
    ) -> Iterator[str]:
        real = (self.path / folder).resolve()
        if real in seen or not self.has_folder(str(folder)):
            return
        seen.add(real)
        for name in self.list(str(folder), found):
            path = folder / name
            if self.has_folder(str(path)):
                if self.contains(str(path)):
                    yield from self._walk(path, suffixes, found, seen)
            elif path.suffix.lower() in suffixes:
                yield str(path)

    def list(self, relative: str, found: Diagnostics) -> Iterator[str]:
        """Yield the names in a folder, sorted; hidden ones are left out."""
        try:
            names = sorted(path.name for path in (self.path / relative).iterdir())
        except OSError as error:
            found.add(_unreadable(self.name_of(relative), f"cannot be read: {error.strerror}"))
            return
        for name in names:
            if any("\ud800" <= character <= "\udfff" for character in name):  # not UTF-8 on the disk
                problem = f"holds a file whose name is not UTF-8: {name!a}"
                found.add(_unreadable(self.name_of(relative), problem))
            elif not name.startswith("."):
                yield name


def name_below(root: Path, path: Path) -> str:
    """Return what a file is called in messages: its path in the project, outside of it its name alone."""
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except (OSError, RuntimeError, ValueError):
        return path.name


def read_text(path: Path, name: str) -> tuple[str | None, Diagnostics]:
    """Read UTF-8 text, with or without a byte order mark, every line end as a line feed."""
    try:
        if path.exists() and not path.is_file():
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
