"""Problems as data: found anywhere, collected, sorted and printed once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from typing import NamedTuple

from brickform.location import ConfigPath, Location, SourceMap
from brickform.sourced import Sourced


class Severity(Enum):
    """How grave a problem is: only an error ends the way."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    __hash__ = object.__hash__  # each is the only one of its kind; Enum's own is slow


class Code(NamedTuple):
    """A kind of problem: its stable id (``BF101``), how grave it is, and what it is about."""

    id: str
    severity: Severity
    title: str
    confidential: bool = False
    """The line holds a secret: no report may show it."""


class Diagnostic(NamedTuple):
    """One problem at one place; ``help`` says what to write instead."""

    code: Code
    summary: str
    location: Location | None = None
    path: ConfigPath = ()
    help: str = ""

    @property
    def severity(self) -> Severity:
        return self.code.severity

    @classmethod
    def at(
        cls, code: Code, place: Sourced | SourceMap, summary: str, *, help: str = "", key: bool = False
    ) -> Diagnostic:
        """Report ``summary`` at a value, or with ``key=True`` at the key that names the value."""
        source = place.source if isinstance(place, Sourced) else place
        location = source.key_location if key else source.location
        return cls(code, summary, location, source.config_path, help)


class Diagnostics:
    """A growing collection of diagnostics; iterates in the order in which to print them."""

    __slots__ = ("_found", "_ordered")

    def __init__(self, found: Iterable[Diagnostic] = ()) -> None:
        self._found: dict[Diagnostic, None] = {}
        self._ordered: list[Diagnostic] | None = None
        if found:  # mostly there is nothing yet
            self.extend(found)

    def add(self, diagnostic: Diagnostic) -> None:
        self._found[diagnostic] = None
        self._ordered = None

    def extend(self, others: Iterable[Diagnostic]) -> None:
        found = others._found if isinstance(others, Diagnostics) else dict.fromkeys(others)
        if found:
            self._found.update(found)
            self._ordered = None

    @property
    def has_errors(self) -> bool:
        return any(found.severity is Severity.ERROR for found in self._found)

    def __iter__(self) -> Iterator[Diagnostic]:
        if self._ordered is None:
            self._ordered = sorted(self._found, key=_reading_order)
        return iter(self._ordered)

    def __len__(self) -> int:
        return len(self._found)

    def __repr__(self) -> str:
        return f"Diagnostics({list(self)!r})"


def _reading_order(found: Diagnostic) -> tuple[Location, str, str]:
    return (found.location or Location("", 0, 0), found.code.id, found.summary)
