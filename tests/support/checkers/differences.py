"""What a round trip through somebody else's types lost or changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def differences(before: Any, after: Any, place: str) -> Iterator[str]:
    """Compare plain data; unlike ``==`` this tells 1 from True and from 1.0.

    Nulls and empty lists and mappings do not count: to the APIs they say nothing.
    """
    yield from _compare(_without_empty(before), _without_empty(after), place)


def _compare(before: Any, after: Any, place: str) -> Iterator[str]:
    if isinstance(before, dict) and isinstance(after, dict):
        for name in sorted({*before, *after}):
            yield from _compare(before.get(name), after.get(name), f"{place}.{name}")
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from _compare(one, other, f"{place}[{index}]")
    elif type(before) is not type(after) or before != after:
        yield f"{place}: {before!r} became {after!r}"


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        fields = {name: _without_empty(item) for name, item in value.items()}
        return {name: item for name, item in fields.items() if item not in (None, [], {})}
    if isinstance(value, list):
        return [_without_empty(item) for item in value]
    return value
