"""Bounds what one template may do, so that a slip of the pen costs neither time nor memory.

Loops, calls, filters and the operators that make much of little pay for their work beforehand, from a
purse that is filled for each template. The templates of real projects spend a few hundred coins.
"""

from __future__ import annotations

import re
from collections.abc import ItemsView, Iterator, KeysView, Mapping, ValuesView
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

LONGEST_TEMPLATE = 50_000
"""In characters."""
_COINS = 1_000_000
"""One for each character or element that is looked at or made."""
_STEP = 100
"""For every round of a loop, call, filter and operator: 10,000 of them at most."""
_EACH = 4
"""More for an element than for a character, which nobody walks over."""

_SIZED = frozenset(
    {"*", "**", "batch", "center", "expandtabs", "indent", "ljust", "rjust", "round", "slice", "to_bytes"}
    | {"tojson", "wordwrap", "zfill"}
)
"""They make as much as a number among their arguments says."""
_FORMATS = frozenset({"%", "format", "format_map"})
_PRODUCTS = _SIZED | _FORMATS | {"groupby", "join", "replace", "translate", "urlize"}
"""They repeat an argument for each part of the first; all others make about as much as they are given."""
_SLOW = frozenset({"toyaml", "as_native", "as_bool", "as_number"})
_WIDTH = re.compile(
    r"%(?:\([^)]{,99}\))?[#0 +-]*(\d+|\*)?(?:\.(\d+|\*))?|\{[^{}:]*:[^{}\d]*(\d+|\{)(?:\.(\d+|\{))?"
)

_purse: ContextVar[list[int]] = ContextVar("purse")


class LimitError(Exception):
    """A template would do too much."""


@contextmanager
def full_purse() -> Iterator[None]:
    """Let what is done inside pay from a purse of its own."""
    token = _purse.set([_COINS])
    try:
        yield
    finally:
        _purse.reset(token)


def pay_for(name: str, *values: Any) -> None:
    """Pay for one use of a filter, function or operator; raise LimitError where there is not enough."""
    purse = _purse.get()
    purse[0] -= _STEP + _price(name, values)
    if purse[0] < 0:
        raise LimitError


def _price(name: str, values: tuple[Any, ...]) -> int:
    weight = _weigh(values)
    if name == "striptags" or (
        name == "sum" and any(isinstance(value, list | tuple) for value in values[1:])
    ):
        return weight * weight  # they begin anew after each part
    if name not in _PRODUCTS or (
        name in ("*", "%") and all(isinstance(value, int | float) for value in values)
    ):
        return weight * 50 if name in _SLOW else weight
    first, *others = reversed(values) if isinstance(values[0], int) and name == "*" else values
    if name in _FORMATS:
        return _weigh([first]) * _width(first, others) * max(1, _weigh(others))
    return _weigh([first]) * max(1, sum(_size(other, by_value=name in _SIZED) for other in others))


def _width(template: Any, values: Any) -> int:
    """Return the greatest width or precision in a format, be it that of an argument."""
    written = {width for widths in _WIDTH.findall(str(template)) for width in widths}
    numbers = [_COINS if len(width) > 6 else int(width) for width in written if width.isdecimal()]
    if written & {"*", "{"}:
        flat = [
            inner for value in values for inner in (value if isinstance(value, tuple | list) else [value])
        ]
        numbers += [_size(value, by_value=True) for value in flat]
    return max(numbers, default=1) or 1


def _size(value: Any, *, by_value: bool) -> int:
    return abs(value) if by_value and isinstance(value, int) else _weigh([value])


def _weigh(values: Any) -> int:
    """Return how many characters and elements values hold, counted as far as they could be paid."""
    weight, waiting = 0, list(values)
    while waiting and weight <= _COINS:
        value = waiting.pop()
        weight += 1
        if isinstance(value, int):
            weight += value.bit_length() // 8
        elif isinstance(value, str | bytes | range):
            weight += len(value)
        elif isinstance(value, Mapping):
            waiting += [*value, *value.values()]
            weight += 2 * _EACH * len(value)
        elif isinstance(value, list | tuple | set | frozenset | KeysView | ValuesView | ItemsView):
            waiting.extend(value)
            weight += _EACH * len(value)
    return weight
