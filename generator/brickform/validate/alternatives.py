"""Words for keys that exclude each other: ``oneOf`` in the schemas, a branch for each alternative."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from brickform import codes
from brickform.diagnostics import Diagnostic
from brickform.location import SourceMap
from brickform.suggestions import alternatives, closest
from brickform.validate.groups import TITLE, alternatives_of
from brickform.validate.violation import Violation, unknown_keys

_LONGEST_LIST = 12
_SHOWN = 6
_PRINCIPAL = "principal"


def not_one_alternative(violation: Violation, place: SourceMap) -> Iterator[Diagnostic]:
    """Report the second of several alternatives at its key, and none at all at the mapping."""
    title = violation.schema[TITLE]
    of_principals = codes.NOT_ONE_PRINCIPAL if title == _PRINCIPAL else None
    given = _given(violation)
    if given:
        code = of_principals or codes.EXCLUSIVE_KEYS
        summary = f"{_and(given)} exclude each other"
        yield Diagnostic.at(
            code, place.find(given[1:2]), summary, help=f"keep {alternatives(given)}", key=True
        )
    else:
        code = of_principals or codes.NO_ALTERNATIVE
        advice = f"give one of {_some_of([keys[0] for keys in alternatives_of(violation.allowed)])}"
        yield Diagnostic.at(code, place, f"the {title} is missing", help=advice)


def follows_from_another(violation: Violation, causes: Iterable[Violation]) -> bool:
    """Whether nothing is given because the value is no mapping at all, or because a key is misspelt."""
    if not isinstance(violation.found, dict):
        return True
    keys = {key for alternative in alternatives_of(violation.allowed) for key in alternative}
    return not _given(violation) and any(
        keys == cause.schema["properties"].keys() or closest(key, keys) is not None
        for cause in causes
        for key in unknown_keys(cause)
    )


def _given(violation: Violation) -> list[str]:
    """Return one key of each alternative that is given, in the order of the file."""
    entries: Mapping[str, Any] = violation.found
    keys = [key for key, value in entries.items() if value is not None]
    given = [
        next(key for key in keys if key in alternative)
        for alternative in alternatives_of(violation.allowed)
        if any(key in alternative for key in keys)
    ]
    return sorted(given, key=keys.index)


def _and(words: list[str]) -> str:
    quoted = [f"'{word}'" for word in words]
    return f"{', '.join(quoted[:-1])} and {quoted[-1]}"


def _some_of(words: list[str]) -> str:
    if len(words) <= _LONGEST_LIST:
        return alternatives(words)
    shown = ", ".join(f"'{word}'" for word in words[:_SHOWN])
    return f"{shown} or {len(words) - _SHOWN} others"
