"""Which diagnostics count: those that a config silences do not, and with ``--strict`` warnings are errors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from brickform.diagnostics import Diagnostic, Diagnostics, Severity
from brickform.location import ConfigPath


class Place(NamedTuple):
    """A file, or with a ``path`` what stands below that path in it."""

    file: str
    path: ConfigPath = ()

    def holds(self, found: Diagnostic) -> bool:
        return (
            found.location is not None
            and found.location.file == self.file
            and found.path[: len(self.path)] == self.path
        )


class Silence(NamedTuple):
    """Codes that are not wanted in some places; everywhere where no place is given."""

    codes: frozenset[str]
    places: tuple[Place, ...] = ()

    def covers(self, found: Diagnostic) -> bool:
        return found.code.id in self.codes and (
            not self.places or any(place.holds(found) for place in self.places)
        )


class Policy(NamedTuple):
    """How a project and a command line want their diagnostics."""

    strict: bool = False
    silences: tuple[Silence, ...] = ()

    def apply(self, found: Iterable[Diagnostic]) -> Diagnostics:
        """Leave out what is silenced, which an error never is; applied twice it changes nothing more."""
        return Diagnostics(self._judged(item) for item in found if not self._is_silenced(item))

    def _judged(self, item: Diagnostic) -> Diagnostic:
        if not self.strict or item.severity is not Severity.WARNING:
            return item
        return item._replace(code=item.code._replace(severity=Severity.ERROR))

    def _is_silenced(self, item: Diagnostic) -> bool:
        return item.severity is not Severity.ERROR and any(silence.covers(item) for silence in self.silences)
