"""What YAML reads as another value than is written, where nothing else says so: ``3.10``, ``010``, ``no``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from brickform import codes
from brickform.compile.graph import ResourceGraph
from brickform.compile.normalise import STRING_MAPS, as_sent
from brickform.credentials import is_credential
from brickform.diagnostics import Diagnostic
from brickform.location import SourceMap
from brickform.resolve.project import ResolvedProject
from brickform.sourced import Sourced

_OCTAL = re.compile(r"[-+]?0[0-7_]+")

_Held = tuple[dict[str, Any], SourceMap, str]
"""A mapping, its place, and the key that it lies under."""


class _Scalar(NamedTuple):
    """A scalar that YAML read as something else than its text, and what the job gets for it."""

    key: str
    written: str
    read: Any
    sent: Any
    place: SourceMap


def retyped_scalars(_graph: ResourceGraph, project: ResolvedProject) -> Iterator[Diagnostic]:
    for config in project.configs:
        for scalar in _scalars(config):
            yield from _retyped(scalar)


def _retyped(scalar: _Scalar) -> Iterator[Diagnostic]:
    if scalar.sent is None:
        yield _report(scalar, "is left out: YAML reads ~ as null", 'write it in quotes: "~"')
    elif isinstance(scalar.sent, str):
        if not _says_the_same(scalar):
            yield _other_text(scalar)
    elif not isinstance(scalar.sent, bool):
        yield from _other_number(scalar)


def _scalars(config: Sourced) -> Iterator[_Scalar]:
    """Yield the scalars that were read as something else; an element of a list lies under the list's key."""
    waiting: list[_Held] = [(config.value, config.source, "")]
    for entries, source, key in waiting:
        for name, value in entries.items():
            if isinstance(value, str) and not value[:1].isdigit():  # only a date was read from other text
                continue
            place = source.child(name)
            if isinstance(value, (dict, list)):
                waiting.extend(_mappings(value, place, name))
            elif place.written in (None, str(value)):
                continue
            elif value is not None or _is_home(place.written, key):
                yield _Scalar(name, place.written, value, as_sent(value, name, key), place)


def _mappings(value: Any, source: SourceMap, key: str) -> Iterator[_Held]:
    if source.is_verbatim:
        return
    if isinstance(value, dict):
        yield value, source, key
        return
    for index, element in enumerate(value):
        if isinstance(element, dict):
            yield element, source.child(index), key


def _is_home(written: str, under: str) -> bool:
    """Tell a path that YAML reads as null from a null, which leaves an entry out on purpose."""
    return written == "~" and under in STRING_MAPS


def _says_the_same(scalar: _Scalar) -> bool:
    written = scalar.written.lower() if isinstance(scalar.read, bool) else scalar.written
    return bool(scalar.sent == written)


def _other_text(scalar: _Scalar) -> Diagnostic:
    if is_credential(scalar.key, scalar.written):
        return _report(scalar, "becomes another text: it is not in quotes", "write it in quotes")
    summary = f'becomes "{scalar.sent}": YAML reads {scalar.written} as {_kind(scalar.read)}'
    return _report(scalar, summary, f'write it in quotes: "{scalar.written}"')


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "a date" if isinstance(value, str) else "a number"


def _other_number(scalar: _Scalar) -> Iterator[Diagnostic]:
    if _OCTAL.fullmatch(scalar.written) and str(scalar.sent) != scalar.written:
        decimal = scalar.written.replace("_", "").lstrip("-+0")
        summary = f"becomes {scalar.sent}: YAML reads {scalar.written} as an octal number"
        yield _report(scalar, summary, f"write {scalar.sent}, or {decimal} if that is meant")
    elif ":" in scalar.written:
        summary = f"becomes {scalar.sent}: YAML reads {scalar.written} as a number to the base of 60"
        yield _report(scalar, summary, "write it as one number")


def _report(scalar: _Scalar, summary: str, advice: str) -> Diagnostic:
    return Diagnostic.at(codes.READ_AS_ANOTHER, scalar.place, f"'{scalar.key}' {summary}", help=advice)
