"""Unix cron expressions, which people know, as Quartz writes them."""

from __future__ import annotations

from brickform.check.schedules.quartz import DAYS, is_number, problems_in

_MACROS = {
    "@annually": "0 0 1 1 *",
    "@daily": "0 0 * * *",
    "@hourly": "0 * * * *",
    "@midnight": "0 0 * * *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@yearly": "0 0 1 1 *",
}
"""https://man7.org/linux/man-pages/man5/crontab.5.html"""


def is_unix_cron(expression: str) -> bool:
    return len(_expanded(expression).split()) == 5


def to_quartz(expression: str) -> str | None:
    """Translate, or return None where Quartz has no one expression for it, or it is wrong itself.

    With both kinds of days given, Unix cron fires on either of them, which Quartz cannot say.
    """
    minute, hour, day, month, weekday = _expanded(expression).upper().split()
    if weekday != "*":
        if day != "*":
            return None
        named = _weekdays(weekday)
        if named is None:
            return None
        day, weekday = "?", named
    else:
        weekday = "?"
    translated = f"0 {minute} {hour} {day} {month} {weekday}"
    return None if any(problems_in(translated)) else translated


def _expanded(expression: str) -> str:
    return _MACROS.get(expression.strip().lower(), expression)


def _weekdays(text: str) -> str | None:
    """Name the days: Unix counts from Sunday, 0 or 7; Quartz from Sunday, 1."""
    parts = [_weekday_part(part) for part in text.split(",")]
    return None if None in parts else ",".join(part for part in parts if part)


def _weekday_part(part: str) -> str | None:
    days, slash, step = part.partition("/")
    first, dash, last = ("0", "-", "6") if days == "*" else days.partition("-")
    start, end = _number(first), _number(last if dash else first)
    if start is None or end is None:
        return None
    if not slash:
        named = [DAYS[start % 7], DAYS[end % 7]] if dash else [DAYS[start % 7]]
        return "SUN-SAT" if end - start > 6 else "-".join(named)
    if not dash or not is_number(step) or int(step) == 0 or start > end:
        return None
    return ",".join(DAYS[number % 7] for number in range(start, end + 1, int(step)))


def _number(day: str) -> int | None:
    if day in DAYS:
        return DAYS.index(day)
    return int(day) if is_number(day) and int(day) <= 7 else None
