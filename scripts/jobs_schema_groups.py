"""Groups of keys that exclude each other, as JSON Schema."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable

from jobs_schema_overlay import GROUPS, PRINCIPALS, WHOLE, Group, Schema


def add_groups(definitions: dict[str, Schema]) -> None:
    """Write each group of the overlay into its definition.

    ``oneOf`` holds for every mapping; what is under ``allOf`` need not hold before configs are merged.
    """
    for group in WHOLE:
        definition = definitions[group.definition]
        definitions[group.definition] = _before_properties(
            definition, _group(group, definition["properties"])
        )
    for group in GROUPS:
        definition = definitions[group.definition]
        all_of = [*definition.get("allOf", ()), _group(group, definition["properties"])]
        definitions[group.definition] = _before_properties(definition, {"allOf": all_of})


def one_of_the_principals() -> Schema:
    """Return what an access control of the SDK says about its principals."""
    return _group(WHOLE[0], PRINCIPALS)


def _before_properties(definition: Schema, more: Schema) -> Schema:
    head = {key: part for key, part in definition.items() if key != "properties"}
    return {**head, **more, "properties": definition["properties"]}


def _group(group: Group, properties: Iterable[str]) -> Schema:
    """Return a schema with one branch for each alternative, and one for what does without them."""
    found = (keys for pattern in group.alternatives for keys in _expanded(pattern, properties))
    alternatives = list(dict.fromkeys(found))
    branches = [_given(keys) for keys in alternatives]
    absent = {key: {"type": "null"} for keys in alternatives for key in keys}
    if not group.required:
        branches.append({"properties": absent})
    if group.alone is not None:
        given = _given((group.alone,))
        branches.append({**given, "properties": {**given["properties"], **absent}})
    null = [{"type": "null"}] if group.required else []
    return {"x-alternatives": group.title, "oneOf": [*null, *branches]}


def _expanded(keys: tuple[str, ...], properties: Iterable[str]) -> list[tuple[str, ...]]:
    if len(keys) == 1:
        return [(key,) for key in fnmatch.filter(properties, keys[0])]
    return [keys]


def _given(keys: tuple[str, ...]) -> Schema:
    if len(keys) > 1:
        return {"anyOf": [_given((key,)) for key in keys]}
    (key,) = keys
    return {"type": "object", "required": [key], "properties": {key: {"not": {"type": "null"}}}}
