"""Groups of keys that exclude each other, as our schemas write them: ``oneOf``, a branch for each."""

from __future__ import annotations

from collections.abc import Iterable

from brickform.validate.violation import Schema

TITLE = "x-alternatives"
"""Beside ``oneOf``: what the alternatives are."""


def alternatives_of(one_of: Iterable[Schema]) -> list[list[str]]:
    """Return the keys of each alternative; most have one key."""
    return [keys for keys in map(_keys, one_of) if keys]


def is_required(one_of: Iterable[Schema]) -> bool:
    """Whether a mapping has to give one of the alternatives: no branch does without."""
    return all("required" in branch or "anyOf" in branch or "type" in branch for branch in one_of)


def _keys(branch: Schema) -> list[str]:
    if "anyOf" in branch:
        return [key for part in branch["anyOf"] for key in _keys(part)]
    return branch.get("required", []) if len(branch.get("properties", ())) == 1 else []
