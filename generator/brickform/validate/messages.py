"""Violations of a schema, in words and at the user's line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from brickform import codes
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.location import ConfigPath, SourceMap, TemplateSource
from brickform.suggestions import NEARLY_EQUAL, alternatives, closest, misspelt
from brickform.validate.allowed_fields import NOTHING_ALLOWED, AllowedFields
from brickform.validate.alternatives import follows_from_another, not_one_alternative
from brickform.validate.describe import as_written, describe, in_words, is_secret, kinds_of
from brickform.validate.limits import (
    out_of_range,
    too_few_elements,
    too_long,
    too_many_bytes,
    too_many_elements,
    too_many_entries,
)
from brickform.validate.schema import known_keys
from brickform.validate.violation import Violation, unknown_keys
from brickform.validate.yaml_traps import what_to_render, what_to_write

# Keywords that also refuse a value that is wrong in another way.
_CONSEQUENCES = frozenset({"anyOf", "maximum", "maxLength", "minimum", "oneOf"})
_LONGEST_LIST = 12
_NEWER_FIELD = "list it under 'allow_fields' in brickform.yml if the workspace knows it"


def explain(
    violations: Iterable[Violation], source: SourceMap, allowed: AllowedFields = NOTHING_ALLOWED
) -> Diagnostics:
    """Say what is wrong with the value written at ``source``, without what follows from another mistake."""
    found: dict[ConfigPath, list[Violation]] = {}
    for violation in violations:
        found.setdefault(violation.path, []).append(violation)
    problems = Diagnostics()
    for path, beside in found.items():
        place = source.find(path)
        for violation in beside:
            if not _follows_from_another(violation, beside, place, allowed):
                said = EXPLANATIONS[violation.keyword](violation, place)
                problems.extend(allowed.judge(item) for item in said)
    return problems


def _follows_from_another(
    violation: Violation, beside: list[Violation], place: SourceMap, allowed: AllowedFields
) -> bool:
    if violation.keyword not in _CONSEQUENCES:
        return False
    causes = [other for other in beside if other.keyword not in _CONSEQUENCES]
    if violation.keyword != "oneOf":
        return bool(causes)
    unknown = [key for cause in causes for key in unknown_keys(cause)]
    an_allowed_one = any(allowed.allow(place.find((key,)).config_path) for key in unknown)
    return an_allowed_one or follows_from_another(violation, causes)


def likely_typos(config: Iterable[str], source: SourceMap) -> Iterator[Diagnostic]:
    """Yield a warning for each unknown key of ``config:`` that is close to a known one; others are legal."""
    known = known_keys()["config"]
    for key in config:
        word = None if key in known else closest(key, known, cutoff=NEARLY_EQUAL)
        if word is not None:
            place, summary = source.find((key,)), f"'{key}' has no meaning here"
            yield Diagnostic.at(codes.LIKELY_TYPO, place, summary, help=f"did you mean '{word}'?", key=True)


def _unknown_keys(violation: Violation, place: SourceMap) -> Iterator[Diagnostic]:
    for key in unknown_keys(violation):
        advice = _advice_on_unknown_key(key, violation.schema["properties"])
        child = place.find((key,))
        yield Diagnostic.at(codes.UNKNOWN_KEY, child, f"unknown key '{key}'", help=advice, key=True)


def _advice_on_unknown_key(key: str, known: Mapping[str, object]) -> str:
    if word := closest(key, known, cutoff=NEARLY_EQUAL):
        return f"did you mean '{word}'?"
    if key == "tasks":
        return "the model is the main task; write others under 'post_hook_tasks'"
    if place := _place_of(key, known):
        return f"'{key}' is a key of {place}"
    word = closest(key, known)
    return f"did you mean '{word}'?" if word else _one_of(known) or _NEWER_FIELD


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
    kinds = kinds_of(violation.allowed)
    found = describe(violation) + as_written(violation, place.written)
    summary = f"expected {in_words(kinds)}, found {found}"
    if isinstance(place, TemplateSource):
        advice = what_to_render(violation.found, kinds)
    else:
        advice = what_to_write(violation.found, kinds, violation.key, place.written)
    advice = "" if is_secret(violation) else advice
    yield Diagnostic.at(codes.WRONG_TYPE, place, summary, help=advice)


def _unknown_value(violation: Violation, place: SourceMap) -> Iterator[Diagnostic]:
    known = [value for value in violation.allowed if value is not None]
    word = closest(violation.found, known) if isinstance(violation.found, str) else None
    is_word = isinstance(violation.found, str) and not is_secret(violation)
    found = f"'{violation.found}'" if is_word else describe(violation)
    summary = f"'{violation.key}' cannot be {found}"
    advice = f"did you mean '{word}'?" if word else _one_of(known)
    yield Diagnostic.at(codes.UNKNOWN_VALUE, place, summary, help=advice)


def _missing_keys(violation: Violation, place: SourceMap) -> Iterator[Diagnostic]:
    unknown = [key for key in violation.found if key not in violation.schema["properties"]]
    refuses_unknown = violation.schema.get("additionalProperties") is False
    for missing in violation.allowed:
        if missing in violation.found:
            continue
        summary, wrong = f"'{missing}' is missing", misspelt(missing, unknown)
        if wrong is None:
            yield Diagnostic.at(codes.MISSING_KEY, place, summary, help=f"add '{missing}'")
        elif not refuses_unknown:
            advice = f"did you mean '{missing}'?"
            yield Diagnostic.at(codes.MISSING_KEY, place.find((wrong,)), summary, help=advice, key=True)


def _wrong_pattern(violation: Violation, place: SourceMap) -> Iterator[Diagnostic]:
    summary = f"{violation.schema['patternErrorMessage']}, found {describe(violation)}"
    yield Diagnostic.at(codes.SCHEMA_VIOLATION, place, summary)


EXPLANATIONS: dict[str, Callable[[Violation, SourceMap], Iterator[Diagnostic]]] = {
    "additionalProperties": _unknown_keys,
    "anyOf": out_of_range,
    "enum": _unknown_value,
    "maximum": out_of_range,
    "maxItems": too_many_elements,
    "maxLength": too_long,
    "maxProperties": too_many_entries,
    "minimum": out_of_range,
    "minItems": too_few_elements,
    "oneOf": not_one_alternative,
    "pattern": _wrong_pattern,
    "required": _missing_keys,
    "type": _wrong_type,
    "x-maxBytes": too_many_bytes,
}
"""By keyword: every one in ``schema/`` that can refuse a value is here."""
