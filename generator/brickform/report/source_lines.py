"""The line of the user's file that a diagnostic points at, and what of a text a terminal may be given."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from unicodedata import category, east_asian_width

from brickform.credentials import line_holds_credential
from brickform.location import Location

_SECRET_FILES = {"profiles.yml"}
"""Files whose lines are never shown: dbt keeps tokens in them."""
_TAB = "    "
_WIDEST = 160
"""Columns of a line where there is no terminal."""
_LEFT_OF_CARET = 2 / 3
"""How much of the room a cut line gives to what stands before the caret."""
_LONGEST = 10_000
"""Characters of a line; longer ones are not for people."""
_LARGEST = 10_000_000
"""Larger files are not read, be it for a line of them."""


class Excerpt(NamedTuple):
    """One line as a terminal shows it, and how many columns of it stand before the caret."""

    text: str
    indent: int


class SourceLines:
    """Reads the lines of one project's files, each file once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._files: dict[str, tuple[str, ...]] = {}

    def excerpt(self, place: Location, width: int | None = None) -> Excerpt | None:
        """Return the line at a place, cut to ``width`` columns; None where there is nothing to be shown.

        A line that holds a credential, one without a word or without end, and a file outside the project are
        not shown.
        """
        lines = self._lines(place.file)
        line = lines[place.line - 1] if 0 < place.line <= len(lines) else ""
        if len(line) > _LONGEST or not re.search(r"\w", line) or line_holds_credential(line):
            return None
        before, after = line[: place.column - 1], line[place.column - 1 :]
        return _cut(_for_terminal(before), _for_terminal(after).rstrip(), min(width or _WIDEST, _WIDEST))

    def _lines(self, file: str) -> tuple[str, ...]:
        if file not in self._files:
            self._files[file] = _read(self._root, PurePosixPath(file))
        return self._files[file]


def printable(text: str) -> str:
    """Return a text on one line, without what would steer the terminal."""
    return "".join(_visible(letter) for letter in text)


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(_width(letter) for letter in text)


def _read(root: Path, file: PurePosixPath) -> tuple[str, ...]:
    """Read a file of the project; a link that leaves it, or a pipe, was refused and is not opened here."""
    if file.name in _SECRET_FILES or file.is_absolute() or ".." in file.parts:
        return ()
    path = root / file
    try:
        if not path.is_file() or not path.resolve().is_relative_to(root.resolve()):
            return ()
        if path.stat().st_size > _LARGEST:
            return ()
        return tuple(path.read_text(encoding="utf-8-sig", errors="replace").split("\n"))
    except (OSError, ValueError):
        return ()


def _cut(before: str, after: str, width: int) -> Excerpt:
    """Keep what stands around the caret, with ``…`` for what is left out."""
    room = int(width * _LEFT_OF_CARET)
    if columns(before + after) > width and columns(before) > room:
        before = "…" + _last(before, room - 1)
    if columns(before + after) > width:
        after = _first(after, width - columns(before) - 1) + "…"
    return Excerpt((before + after).rstrip(), columns(before))


def _first(text: str, width: int) -> str:
    while columns(text) > width:
        text = text[: min(len(text) - 1, width)]
    return text


def _last(text: str, width: int) -> str:
    return _first(text[::-1], width)[::-1]


def _for_terminal(text: str) -> str:
    return printable(text.replace("\t", _TAB))


def _visible(letter: str) -> str:
    if letter == "\n":
        return " "
    return letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}"


def _width(letter: str) -> int:
    if category(letter) in ("Mn", "Me"):
        return 0
    return 2 if east_asian_width(letter) in "WF" else 1
