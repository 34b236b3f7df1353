"""The lenient form of a schema: for text that Jinja has not rendered yet."""

from __future__ import annotations

from typing import Any

_UNRENDERED = {"type": "string", "pattern": r"\{\{|\{%"}


def lenient(schema: dict[str, Any], *, partial: bool = False) -> dict[str, Any]:
    """Return a schema that takes, for every value inside, also a string that holds ``{{`` or ``{%``.

    With ``partial``, mappings need not be complete: for configs that are merged with others later.
    """
    return {
        keyword: _lenient_part(keyword, part, partial)
        for keyword, part in schema.items()
        if not (partial and keyword == "required")
    }


def _lenient_part(keyword: str, part: Any, partial: bool) -> Any:
    if keyword == "$defs":
        return {name: lenient(definition, partial=partial) for name, definition in part.items()}
    if keyword == "properties":
        return {name: _or_unrendered(entry, partial) for name, entry in part.items()}
    if keyword in ("items", "additionalProperties") and isinstance(part, dict):
        return _or_unrendered(part, partial)
    return part


def _or_unrendered(schema: dict[str, Any], partial: bool) -> dict[str, Any]:
    return {"if": _UNRENDERED, "else": lenient(schema, partial=partial)}
