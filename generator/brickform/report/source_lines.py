"""The line of the user's file that a diagnostic points at, with a caret below."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from unicodedata import east_asian_width

from brickform.location import Location

_SECRET_FILES = {"profiles.yml"}
"""Files whose lines are never shown: dbt keeps tokens in them."""
_LONGEST = 500
"""Longer lines are not for people: a manifest is one line."""

_LARGEST = 10_000_000
"""Larger files are not read, be it for a line of them."""


def source_excerpt(root: Path, location: Location) -> list[str]:
    """Return the line and its caret, or nothing where the file cannot or must not be shown."""
    path = PurePosixPath(location.file)
    if path.name in _SECRET_FILES or path.is_absolute() or ".." in path.parts:
        return []
    lines = _lines(root, root / path)
    if not 0 < location.line <= len(lines) or not lines[location.line - 1].strip():
        return []
    line = lines[location.line - 1]
    if len(line) > _LONGEST:
        return []
    before = "".join(_blank(letter) for letter in line[: location.column - 1])
    return [printable(line).rstrip(), f"{before}^"]


def printable(line: str) -> str:
    """Return one line, without what would steer the terminal."""
    return "".join(_visible(letter) for letter in line)


def _visible(letter: str) -> str:
    if letter == "\n":
        return " "
    return letter if letter.isprintable() or letter == "\t" else "\N{REPLACEMENT CHARACTER}"


def _lines(root: Path, file: Path) -> tuple[str, ...]:
    """Read a file of the project; a link that leaves it, or a pipe, was refused and is not opened here."""
    try:
        if not file.is_file() or not file.resolve().is_relative_to(root.resolve()):
            return ()
        if file.stat().st_size > _LARGEST:
            return ()
        return tuple(file.read_text(encoding="utf-8-sig", errors="replace").split("\n"))
    except OSError:
        return ()


def _blank(letter: str) -> str:
    """Return blank space as wide as a letter, so that the caret stands under its column."""
    if letter == "\t":
        return letter
    return "  " if east_asian_width(letter) in "WF" else " "
