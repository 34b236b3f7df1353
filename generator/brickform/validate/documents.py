"""The files of ``schema/``, and the one document for editors that each of them becomes."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from brickform.data_files import data_root
from brickform.validate.lenient import lenient, lenient_value
from brickform.validate.partial import partial
from brickform.validate.violation import Schema

MODEL = "model.schema.json"
PROPERTIES = "properties.schema.json"
PROJECT = "project.schema.json"
JOBS = "jobs.schema.json"

_CONFIG = "config"
"""The definition that model.schema.json becomes inside another document."""

_OTHERWISE_IN_SQL = ("incremental_strategy", "materialized")
"""Keys of a config that have more words for models of SQL."""


@cache
def load_schema(name: str) -> Schema:
    """Return a file of ``schema/``; the result is shared, do not change it."""
    document: Schema = json.loads((data_root() / "schema" / name).read_text(encoding="utf-8"))
    return document


@cache
def load_partial_schema(name: str) -> Schema:
    return partial(load_schema(name))


def model_for_editors() -> Schema:
    """Return the schema of one model's config, in one document."""
    return _in_one_document(lenient(load_schema(MODEL)), load_schema(JOBS))


def project_for_editors() -> Schema:
    """Return the schema of brickform.yml, in one document; what it says about models may be incomplete."""
    jobs, model = load_partial_schema(JOBS), load_partial_schema(MODEL)
    return _in_one_document(lenient(load_schema(PROJECT)), jobs, model)


def properties_for_editors() -> Schema:
    """Return the schema of a property file, in one document; models of SQL stand there as well."""
    model = load_schema(MODEL)
    words_of_sql = {key: _any_word(model["properties"][key]) for key in _OTHERWISE_IN_SQL}
    of_both = {**model, "properties": {**model["properties"], **words_of_sql}}
    return _in_one_document(lenient(load_schema(PROPERTIES)), load_schema(JOBS), of_both)


def _any_word(schema: Schema) -> Schema:
    rest = {key: part for key, part in schema.items() if key != "enum"}
    return {**rest, "type": ["string", "null"], "examples": [word for word in schema["enum"] if word]}


def jobs_for_editors() -> Schema:
    return _in_one_document(lenient(load_schema(JOBS)))


def _in_one_document(document: Schema, *others: Schema) -> Schema:
    """Return the document with the definitions of the others, in their lenient form."""
    definitions: Schema = {}
    for other in others:
        definitions |= lenient(other).get("$defs", {})
        if other["$id"].endswith(MODEL):
            root = {key: part for key, part in other.items() if key not in ("$defs", "$id", "$schema")}
            definitions[_CONFIG] = lenient_value(root)
    whole: Schema = _with_local_references({**document, "$defs": definitions | document.get("$defs", {})})
    return {**whole, "$defs": _reachable(whole)}


def _reachable(whole: Schema) -> Schema:
    """Return the definitions that the document leads to."""
    definitions: Schema = whole["$defs"]
    waiting: list[Any] = [{**whole, "$defs": None}]
    names: set[str] = set()
    while waiting:
        new = _definitions_in(waiting.pop()) - names
        names |= new
        waiting += [definitions[name] for name in new]
    return {name: definitions[name] for name in sorted(names)}


def _definitions_in(part: Any) -> set[str]:
    if isinstance(part, list):
        return {name for entry in part for name in _definitions_in(entry)}
    if not isinstance(part, dict):
        return set()
    reference = part.get("$ref")
    own = {reference.split("/")[2]} if isinstance(reference, str) else set()
    return own | _definitions_in(list(part.values()))


def _with_local_references(part: Any) -> Any:
    if isinstance(part, list):
        return [_with_local_references(entry) for entry in part]
    if not isinstance(part, dict):
        return part
    moved = {key: _with_local_references(entry) for key, entry in part.items()}
    if isinstance(reference := part.get("$ref"), str):
        file, _, pointer = reference.partition("#")
        moved["$ref"] = f"#/$defs/{_CONFIG}" if file == MODEL and not pointer else f"#{pointer}"
    return moved
