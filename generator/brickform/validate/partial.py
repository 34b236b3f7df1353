"""The schema of configs that are not complete yet: others are merged over them."""

from __future__ import annotations

from typing import Any

from brickform.validate.violation import Schema

_WHOLE_ONLY = ("allOf", "required")
"""Not needed of a config that is merged later, when a key may be added or set to null."""


def partial(schema: Schema) -> Schema:
    return {keyword: _part(keyword, part) for keyword, part in schema.items() if keyword not in _WHOLE_ONLY}


def _part(keyword: str, part: Any) -> Any:
    if keyword in ("$defs", "properties"):
        return {name: partial(entry) for name, entry in part.items()}
    if keyword in ("items", "additionalProperties") and isinstance(part, dict):
        return partial(part)
    return part
