"""Fields that are newer than the schema, which a project lets pass by ``allow_fields``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from brickform import codes
from brickform.diagnostics import Diagnostic
from brickform.location import ConfigPath
from brickform.sourced import Sourced

_PERMISSIONS = frozenset({"access_control_list", "grants", "notebook_access_control_list", "permissions"})
"""Where nothing can be passed on: what stands there becomes permissions with a principal and a level each."""


class AllowedFields:
    """The entries of ``allow_fields``: keys, or ends of config paths with dots and without indices."""

    def __init__(self, entries: Iterable[Sourced] = ()) -> None:
        self._entries = tuple(entries)
        self._ends = tuple(tuple(str(entry.value).split(".")) for entry in self._entries)

    def allow(self, path: ConfigPath) -> bool:
        keys = _keys(path)
        return _PERMISSIONS.isdisjoint(keys) and any(_ends_with(keys, end) for end in self._ends)

    def judge(self, found: Diagnostic) -> Diagnostic:
        """Return a warning in place of the error about a key that is allowed."""
        if found.code is not codes.UNKNOWN_KEY or not self.allow(found.path):
            return found
        summary = f"'{found.path[-1]}' is passed on as it stands: the schema does not know it"
        return Diagnostic(codes.ALLOWED_FIELD, summary, found.location, found.path)

    def unused(self, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        """Yield an info for each entry that let nothing pass."""
        passed = [_keys(item.path) for item in found if item.code is codes.ALLOWED_FIELD]
        for entry, end in zip(self._entries, self._ends, strict=True):
            if not any(_ends_with(keys, end) for keys in passed):
                summary = f"no unknown key is called '{entry.value}'"
                yield Diagnostic.at(codes.UNUSED_ALLOW_FIELD, entry, summary, help="remove it")


def _keys(path: ConfigPath) -> tuple[str, ...]:
    return tuple(step for step in path if isinstance(step, str))


def _ends_with(keys: tuple[str, ...], end: tuple[str, ...]) -> bool:
    return keys[-len(end) :] == end


NOTHING_ALLOWED = AllowedFields()
