"""The grammar of Quartz cron expressions.

https://www.quartz-scheduler.org/documentation/quartz-2.3.0/tutorials/crontrigger.html
No maintained Python library reads them. Quartz itself skips what it does not expect behind a value
(``MONDAY``, ``MON-FRI/2``); that is refused here as well, since it is not what the expression does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from brickform.suggestions import closest

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
"""Numbered from 1, Sunday first; in Unix cron Sunday is 0."""

_DAY_OF_MONTH, _DAY_OF_WEEK = 3, 5
_LAST_OFFSET = 30


class Field(NamedTuple):
    """One part of an expression: what it may hold."""

    name: str
    lowest: int
    highest: int
    names: tuple[str, ...] = ()

    @property
    def range(self) -> str:
        names = f" or {self.names[0]} to {self.names[-1]}" if self.names else ""
        return f"{self.name} go from {self.lowest} to {self.highest}{names}"

    def holds(self, value: str) -> bool:
        return value in self.names or (is_number(value) and self.lowest <= int(value) <= self.highest)


FIELDS = (
    Field("seconds", 0, 59),
    Field("minutes", 0, 59),
    Field("hours", 0, 23),
    Field("days of the month", 1, 31),
    Field("months", 1, 12, MONTHS),
    Field("days of the week", 1, 7, DAYS),
    Field("years", 1970, 2099),
)


class Problem(NamedTuple):
    """What Quartz does not take, and what to write instead."""

    summary: str
    help: str


def is_number(text: str) -> bool:
    return re.fullmatch("[0-9]{1,4}", text) is not None


def fields_of(expression: str) -> list[str]:
    return [field for field in re.split("[ \t]+", expression.strip().upper()) if field]


def problems_in(expression: str) -> Iterator[Problem]:
    """Yield everything that is wrong with an expression of six or seven fields."""
    written = fields_of(expression)
    for index, (field, text) in enumerate(zip(FIELDS, written, strict=False)):
        yield from _problems_in_field(index, field, text)
    if (written[_DAY_OF_MONTH] == "?") == (written[_DAY_OF_WEEK] == "?"):
        yield _not_one_kind_of_day(written)


def _not_one_kind_of_day(written: list[str]) -> Problem:
    if written[_DAY_OF_MONTH] == "?":
        advice = f"for every day: '{' '.join(_with(written, _DAY_OF_MONTH, '*'))}'"
        return Problem(
            "'?' stands for the days of the month and of the week; one of them has to say which", advice
        )
    summary = "days of the month and days of the week are both given; Quartz takes one, and '?' for the other"
    free = next((index for index in (_DAY_OF_WEEK, _DAY_OF_MONTH) if written[index] == "*"), None)
    if free is None:
        return Problem(summary, "put '?' in the place of one; for both, make two jobs")
    return Problem(summary, f"write '{' '.join(_with(written, free, '?'))}'")


def _with(written: list[str], index: int, text: str) -> list[str]:
    return [*written[:index], text, *written[index + 1 :]]


def _problems_in_field(index: int, field: Field, text: str) -> Iterator[Problem]:
    parts = [part for part in text.split(",") if part]
    if not parts:
        yield Problem(f"the {field.name} cannot be '{text}'", field.range)
    for part in parts:
        if not _is_plain(field, part) and not _is_special(index, part):
            yield Problem(f"the {field.name} cannot be '{part}'", _advice(index, field, part))
    if len(parts) > 1 and any(_is_special(index, part) for part in parts):
        yield Problem(f"the {field.name} cannot be '{text}'", "?, L, W and # stand alone, not in a list")


def _is_plain(field: Field, part: str) -> bool:
    """Take ``*``, ``5``, ``MON``, ``1-5``, ``NOV-FEB``, and steps, as in ``*/15``, ``0/5`` or ``8-18/2``."""
    values, slash, step = part.partition("/")
    if slash and not _is_step(field, step):
        return False
    if values == "*" or (slash and not values):
        return True
    bounds = values.split("-")
    if len(bounds) > 2 or not all(field.holds(bound) for bound in bounds):
        return False
    if slash and not all(is_number(bound) for bound in bounds):  # Quartz skips a step behind names
        return False
    return field.name != "years" or bounds[0] <= bounds[-1]  # the others go round, as in 22-2


def _is_step(field: Field, step: str) -> bool:
    return is_number(step) and 1 <= int(step) <= field.highest


def _is_special(index: int, part: str) -> bool:
    if index == _DAY_OF_MONTH:
        return part == "?" or _is_special_day_of_month(part)
    return index == _DAY_OF_WEEK and (part == "?" or _is_special_day_of_week(part))


def _is_special_day_of_month(part: str) -> bool:
    """Take ``L``, ``LW``, ``L-3``, ``L-3W`` and ``15W``."""
    if offset := re.fullmatch(r"L(?:-(\d{1,2}))?W?", part):
        return int(offset.group(1) or 0) <= _LAST_OFFSET
    day = re.fullmatch(r"(\d{1,2})W", part)
    return day is not None and FIELDS[_DAY_OF_MONTH].holds(day.group(1))


def _is_special_day_of_week(part: str) -> bool:
    """Take ``L``, ``6L``, ``FRIL``, ``6#3`` and ``FRI#3``."""
    day = re.fullmatch(r"([A-Z]{3}|\d)(?:L|#[1-5])", part)
    return part == "L" or (day is not None and FIELDS[_DAY_OF_WEEK].holds(day.group(1)))


def _advice(index: int, field: Field, part: str) -> str:
    if part == "?":
        return "'?' is for the days of the month or of the week"
    if "#" in part and index == _DAY_OF_WEEK:
        return "write the day and which one of the month, from 1 to 5, as in 'FRI#2'"
    if "/" in part:
        return f"a step is a number from 1 to {field.highest} behind numbers or '*', as in '*/2' or '2-6/2'"
    named = re.sub("[A-Z]+", lambda word: closest(word[0][:3], field.names) or word[0], part)
    return f"did you mean '{named}'?" if _is_plain(field, named) else field.range
