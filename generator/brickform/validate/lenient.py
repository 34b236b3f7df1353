"""The lenient form of a schema: for text that Jinja has not rendered yet, as editors see it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from brickform.suggestions import alternatives as one_of_words
from brickform.validate.describe import in_words, kinds_of
from brickform.validate.groups import TITLE, alternatives_of, is_required
from brickform.validate.violation import Schema

_PATTERN = r"\{\{|\{%"
TEMPLATE: Schema = {"type": "string", "pattern": _PATTERN}


def is_template(value: object) -> bool:
    return isinstance(value, str) and re.search(_PATTERN, value) is not None


def lenient(schema: Schema) -> Schema:
    """Return a schema that takes, for every value inside, also a string that holds ``{{`` or ``{%``.

    It is made for language servers: they complete words and name mistakes best where a value has no ``if``
    around it, and show an ``errorMessage`` instead of their own words.
    """
    form: Schema = {}
    for keyword, part in schema.items():
        form |= _group(schema) if keyword == "oneOf" else {keyword: _part(keyword, part)}
    return form


def lenient_value(schema: Schema) -> Schema:
    """Return the lenient form of a value that may be a template as a whole."""
    form = lenient(schema)
    if "enum" in form:
        words = form.pop("enum")
        return {**form, "anyOf": [{"enum": words}, TEMPLATE]}
    kinds = form.get("type", "string")
    if "string" in kinds:
        return {**form, "pattern": f"{form['pattern']}|{_PATTERN}"} if "pattern" in form else form
    message = f"expected {in_words(kinds_of(kinds))}"
    more = {"type": [kinds, "string"] if isinstance(kinds, str) else [*kinds, "string"], "pattern": _PATTERN}
    return {**form, **more, "patternErrorMessage": message}


def _part(keyword: str, part: Any) -> Any:
    if keyword in ("$defs", "properties"):
        return {name: lenient_value(entry) for name, entry in part.items()}
    if keyword in ("items", "additionalProperties") and isinstance(part, dict):
        return lenient_value(part)
    return [lenient(entry) for entry in part] if keyword == "allOf" else part


def _group(schema: Schema) -> Schema:
    """Say what each alternative excludes, so that an editor marks just that; a template may become null."""
    alternatives = alternatives_of(schema["oneOf"])
    keys = [key for alternative in alternatives for key in alternative]
    known = {key: {"not": TEMPLATE} for key in keys}
    rules = list(_exclusions(alternatives))
    if is_required(schema["oneOf"]):
        words = one_of_words(alternative[0] for alternative in alternatives)
        message = f"the {schema[TITLE]} is missing: {words}"
        no_mapping = {"type": ["null", "string"]}
        branches = [branch for branch in schema["oneOf"] if branch != {"type": "null"}]
        rules.append({"anyOf": [{**branch, "errorMessage": message} for branch in [*branches, no_mapping]]})
    return {"if": {"properties": known}, "then": {"allOf": rules}}


def _exclusions(alternatives: list[list[str]]) -> Iterator[Schema]:
    for index, alternative in enumerate(alternatives[:-1]):
        others = [key for later in alternatives[index + 1 :] for key in later]
        for key in alternative:
            given = {"type": "object", "required": [key], "properties": {key: {"not": {"type": "null"}}}}
            yield {"if": given, "then": {"properties": {other: _excluded(key, other) for other in others}}}


def _excluded(key: str, other: str) -> Schema:
    return {"type": "null", "errorMessage": f"'{key}' and '{other}' exclude each other"}
