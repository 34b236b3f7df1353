"""Which diagnostics count: those that a config silences do not, and with ``--strict`` warnings are errors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from brickform.diagnostics import Diagnostic, Diagnostics, Severity
from brickform.location import ConfigPath


class Place(NamedTuple):
    """A file and all that stands in it, or with a ``path`` what stands below that path."""

    file: str
    path: ConfigPath = ()


EVERYWHERE = Place("")


class Policy(NamedTuple):
    """How a project and a command line want their diagnostics."""

    strict: bool = False
    silenced: Mapping[Place, frozenset[str]] = {}
    """The codes that are not wanted in a place."""

    def apply(self, found: Diagnostics) -> Diagnostics:
        """Leave out what is silenced, which an error never is; applied twice it changes nothing more."""
        if not self.strict and not self.silenced:
            return found
        return Diagnostics(self._judged(item) for item in found if not self._is_silenced(item))

    def _judged(self, item: Diagnostic) -> Diagnostic:
        if not self.strict or item.severity is not Severity.WARNING:
            return item
        return item._replace(code=item.code._replace(severity=Severity.ERROR))

    def _is_silenced(self, item: Diagnostic) -> bool:
        return item.severity is not Severity.ERROR and any(
            item.code.id in self.silenced.get(place, ()) for place in _places_of(item)
        )


def _places_of(item: Diagnostic) -> Iterator[Place]:
    yield EVERYWHERE
    if item.location is not None:
        for length in range(len(item.path) + 1):
            yield Place(item.location.file, item.path[:length])
