"""Violations of a schema, in words and at the user's line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from brickform import codes
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.location import SourceMap
from brickform.suggestions import alternatives, closest
from brickform.validate.schema import Violation, known_keys
from brickform.validate.yaml_traps import what_to_write

_KINDS = {
    "string": "text",
    "integer": "an integer",
    "number": "a number",
    "boolean": "true or false",
    "object": "a mapping",
    "array": "a list",
}
_PATTERNS = {"^[0-9]+$": "digits", "^[0-9]*$": "digits"}

# A key at least this much like a known one is taken for it, not for the user's own or one of another place.
_NEARLY_EQUAL = 0.85
# Keywords that also refuse a value of the wrong type, or with a misspelt key.
_CONSEQUENCES = ("minimum", "oneOf")
_LONGEST_LIST = 12
_LONGEST_TEXT = 60
_SECRETS = ("password", "primary_key", "secret", "token")


def explain(violations: Iterable[Violation], source: SourceMap) -> Diagnostics:
    """Say what is wrong with the value written at ``source``, without what follows from another mistake."""
    found = list(violations)
    otherwise_wrong = {violation.path for violation in found if violation.keyword not in _CONSEQUENCES}
    problems = Diagnostics()
    for violation in found:
        if violation.keyword not in _CONSEQUENCES or violation.path not in otherwise_wrong:
            problems.extend(EXPLANATIONS[violation.keyword](violation, source.find(violation.path)))
    return problems


def likely_typos(config: Iterable[str], source: SourceMap) -> Iterator[Diagnostic]:
    """Yield a warning for each unknown key of ``config:`` that is close to a known one; others are legal."""
    known = known_keys()["config"]
    for key in config:
        word = None if key in known else closest(key, known, cutoff=_NEARLY_EQUAL)
        if word is not None:
            place, summary = source.find((key,)), f"'{key}' has no meaning here"
            yield Diagnostic.at(codes.LIKELY_TYPO, place, summary, help=f"did you mean '{word}'?", key=True)


def _unknown_keys(violation: Violation, place: SourceMap) -> Iterator[Diagnostic]:
    known = violation.schema["properties"]
    for key in violation.found:
        if key not in known:
            advice = _advice_on_unknown_key(str(key), known)
            child = place.find((key,))
            yield Diagnostic.at(codes.UNKNOWN_KEY, child, f"unknown key '{key}'", help=advice, key=True)


def _advice_on_unknown_key(key: str, known: Mapping[str, object]) -> str:
    if word := closest(key, known, cutoff=_NEARLY_EQUAL):
        return f"did you mean '{word}'?"
    if key == "tasks":
        return "the model is the main task; write others under 'post_hook_tasks'"
    if place := _place_of(key, known):
        return f"'{key}' is a key of {place}"
    word = closest(key, known)
    return f"did you mean '{word}'?" if word else _one_of(known)


def _place_of(key: str, known: Mapping[str, object]) -> str | None:
    """Return where ``key`` would be right, if it was written into one of the places that people mix up."""
    places = known_keys()
    if not any(known.keys() >= keys.keys() for keys in places.values()):
        return None
    return next((place for place, keys in places.items() if key in keys), None)


def _one_of(words: Iterable[str]) -> str:
    listed = sorted(words)
    return f"write {alternatives(listed)}" if len(listed) <= _LONGEST_LIST else ""


def _wrong_type(violation: Violation, place: SourceMap) -> Iterator[Diagnostic]:
    allowed = violation.allowed
    kinds = [kind for kind in (allowed if isinstance(allowed, list) else [allowed]) if kind != "null"]
    expected = "a single value" if len(kinds) > 2 else " or ".join(_KINDS[kind] for kind in kinds)
    summary = f"expected {expected}, found {_describe(violation)}"
    advice = "" if _is_secret(violation.key) else what_to_write(violation.found, kinds, violation.key)
    yield Diagnostic.at(codes.WRONG_TYPE, place, summary, help=advice)


def _unknown_value(violation: Violation, place: SourceMap) -> Iterator[Diagnostic]:
    known = [value for value in violation.allowed if value is not None]
    word = closest(violation.found, known) if isinstance(violation.found, str) else None
    found = f"'{violation.found}'" if isinstance(violation.found, str) else _describe(violation)
    summary = f"'{violation.key}' cannot be {found}"
    advice = f"did you mean '{word}'?" if word else _one_of(known)
    yield Diagnostic.at(codes.UNKNOWN_VALUE, place, summary, help=advice)


def _missing_keys(violation: Violation, place: SourceMap) -> Iterator[Diagnostic]:
    unknown = [key for key in violation.found if key not in violation.schema["properties"]]
    for missing in violation.allowed:
        if missing not in violation.found and not closest(missing, unknown, cutoff=_NEARLY_EQUAL):
            yield Diagnostic.at(codes.MISSING_KEY, place, f"'{missing}' is missing", help=f"add '{missing}'")


def _not_one_principal(violation: Violation, place: SourceMap) -> Iterator[Diagnostic]:
    kinds = [branch["required"][0] for branch in violation.allowed if "required" in branch]
    given = [f"'{kind}'" for kind in kinds if violation.found.get(kind) is not None]
    summary = f"{' and '.join(given)} exclude each other" if given else "the principal is missing"
    advice = f"give one of {alternatives(kinds)}"
    yield Diagnostic.at(codes.NOT_ONE_PRINCIPAL, place, summary, help=advice)


def _wrong_pattern(violation: Violation, place: SourceMap) -> Iterator[Diagnostic]:
    summary = f"expected {_PATTERNS[violation.allowed]}, found {_describe(violation)}"
    yield Diagnostic.at(codes.SCHEMA_VIOLATION, place, summary)


def _too_small(violation: Violation, place: SourceMap) -> Iterator[Diagnostic]:
    summary = f"expected at least {violation.allowed}, found {_describe(violation)}"
    yield Diagnostic.at(codes.SCHEMA_VIOLATION, place, summary)


EXPLANATIONS: dict[str, Callable[[Violation, SourceMap], Iterator[Diagnostic]]] = {
    "additionalProperties": _unknown_keys,
    "enum": _unknown_value,
    "minimum": _too_small,
    "oneOf": _not_one_principal,
    "pattern": _wrong_pattern,
    "required": _missing_keys,
    "type": _wrong_type,
}
"""By keyword: every one in ``schema/`` that can refuse a value is here."""


def _describe(violation: Violation) -> str:
    value = violation.found
    if value is None:
        return "nothing"
    if isinstance(value, (dict, list)):
        return "a mapping" if isinstance(value, dict) else "a list"
    if _is_secret(violation.key):
        return "something else"
    if isinstance(value, str):
        return f"the text '{value if len(value) <= _LONGEST_TEXT else value[:_LONGEST_TEXT] + '…'}'"
    if isinstance(value, bool):
        return str(value).lower()
    return f"the number {value}" if isinstance(value, (int, float)) else f"a {type(value).__name__}"


def _is_secret(key: str) -> bool:
    return any(word in key for word in _SECRETS)
