"""Words for values beyond a limit: too many, too long, too small, too large."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from brickform import codes
from brickform.diagnostics import Diagnostic
from brickform.location import SourceMap
from brickform.validate.describe import describe
from brickform.validate.keywords import count_bytes, count_entries
from brickform.validate.violation import Schema, Violation


def too_many_elements(violation: Violation, place: SourceMap) -> Iterator[Diagnostic]:
    limit, count = violation.allowed, len(violation.found)
    yield _beyond(violation, f"{count} entries", place.find((limit,)), f"keep {limit} of them")


def too_many_entries(violation: Violation, place: SourceMap) -> Iterator[Diagnostic]:
    limit, count = violation.allowed, count_entries(violation.found)
    keys = (key for key, value in violation.found.items() if value is not None)
    first_beyond = next(islice(keys, limit, None))
    yield _beyond(
        violation, f"{count} entries", place.find((first_beyond,)), f"keep {limit} of them", key=True
    )


def too_long(violation: Violation, place: SourceMap) -> Iterator[Diagnostic]:
    yield _beyond(violation, f"{len(violation.found)} characters", place)


def too_many_bytes(violation: Violation, place: SourceMap) -> Iterator[Diagnostic]:
    yield _beyond(violation, f"{count_bytes(violation.found)} bytes", place)


def too_few_elements(violation: Violation, place: SourceMap) -> Iterator[Diagnostic]:
    yield Diagnostic.at(codes.SCHEMA_VIOLATION, place, f"'{violation.key}' is empty", help="add an entry")


def out_of_range(violation: Violation, place: SourceMap) -> Iterator[Diagnostic]:
    summary = f"expected {_range(violation.schema)}, found {describe(violation)}"
    yield Diagnostic.at(codes.SCHEMA_VIOLATION, place, summary)


def _beyond(
    violation: Violation, size: str, place: SourceMap, advice: str = "", *, key: bool = False
) -> Diagnostic:
    summary = f"'{violation.key}' has {size}, more than the {violation.allowed} that are allowed"
    return Diagnostic.at(codes.OVER_LIMIT, place, summary, help=advice, key=key)


def _range(schema: Schema) -> str:
    """Write a range the way people do; the words of ``anyOf`` are numbers outside of it."""
    alternatives = schema.get("anyOf", ())
    words = [str(word) for part in alternatives for word in part.get("enum", ())]
    lowest = next((part["minimum"] for part in (schema, *alternatives) if "minimum" in part), None)
    highest = schema.get("maximum")
    if highest is None:
        return f"at least {lowest}"
    return " or ".join([*words, f"{lowest} to {highest}"])
