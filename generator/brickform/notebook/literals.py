"""Writes plain data as Python source, laid out as a formatter would leave it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

_LINE_LENGTH = 88
_STEP = 4


def python_literal(value: Any, indent: int = 0, taken: int = 0) -> str:
    """Write ``value`` as a Python expression, after ``taken`` characters of a line indented by ``indent``.

    A mapping that is not empty goes over several lines, anything else only where it is too long.
    """
    return _broken(value, indent) if isinstance(value, Mapping) and value else _fitting(value, indent, taken)


def _fitting(value: Any, indent: int, taken: int) -> str:
    line = _one_line(value)
    too_long = indent + taken + len(line) + len(",") > _LINE_LENGTH
    return _broken(value, indent) if too_long and _is_collection(value) else line


def _broken(value: Any, indent: int) -> str:
    opening, closing = _brackets(value)
    inner = indent + _STEP
    if isinstance(value, Mapping):
        starts = [f"{_one_line(key)}: " for key in value]
        items = list(value.values())
    else:
        starts, items = [""] * len(value), list(value)
    pairs = zip(starts, items, strict=True)
    lines = [f"{' ' * inner}{start}{_fitting(item, inner, len(start))},\n" for start, item in pairs]
    return f"{opening}\n{''.join(lines)}{' ' * indent}{closing}"


def _one_line(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_one_line(key)}: {_one_line(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        opening, closing = _brackets(value)
        comma = "," if isinstance(value, tuple) and len(value) == 1 else ""
        return opening + ", ".join(_one_line(item) for item in value) + comma + closing
    return _scalar(value)


def _scalar(value: Any) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        return f'float("{value}")'
    written = repr(value)
    if isinstance(value, str) and written[0] == "'" and '"' not in value:
        return f'"{written[1:-1]}"'
    return written


def _is_collection(value: Any) -> bool:
    return isinstance(value, (Mapping, list, tuple)) and bool(value)


def _brackets(value: Any) -> tuple[str, str]:
    if isinstance(value, Mapping):
        return "{", "}"
    return ("[", "]") if isinstance(value, list) else ("(", ")")
