"""What a schema refuses."""

from __future__ import annotations

from typing import Any, NamedTuple

from brickform.location import ConfigPath

Schema = dict[str, Any]


class Violation(NamedTuple):
    """One keyword of a schema that refuses one value."""

    keyword: str
    allowed: Any
    """What the schema gives the keyword: the types, the words, the required keys."""
    found: Any
    path: ConfigPath
    schema: Schema
    """The part of the schema that the keyword stands in."""

    @property
    def key(self) -> str:
        """The key of the value, or of the list that it is in."""
        return next((step for step in reversed(self.path) if isinstance(step, str)), "")


def unknown_keys(violation: Violation) -> list[str]:
    """Return the keys that a closed mapping does not have; none for another kind of violation."""
    if violation.keyword != "additionalProperties":
        return []
    return [key for key in violation.found if key not in violation.schema["properties"]]
