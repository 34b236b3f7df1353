"""The schemas for editors: the strict ones, but for values that Jinja has still to render."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jsonschema
import jsonschema_rs
import pytest

from brickform.validate.documents import jobs_for_editors, model_for_editors, project_for_editors
from brickform.validate.lenient import lenient, lenient_value
from brickform.validate.violation import Schema

TEMPLATES = ["{{ var('x') }}", "a {% if b %}c{% endif %}"]


def accepts(schema: Schema, value: object) -> bool:
    return jsonschema_rs.Draft202012Validator(schema).is_valid(value)


@pytest.mark.parametrize(
    ("strict", "right", "wrong"),
    [
        ({"type": "integer", "minimum": 3}, [3], [2, "3", None]),
        ({"type": ["boolean", "null"]}, [True, None], ["true", 1]),
        ({"type": "string", "pattern": "^[0-9]+$"}, ["12"], ["x", 12]),
        ({"type": ["array", "null"], "items": {"type": "integer"}}, [[1, "{{ a }}"], None], [["1"], "x", {}]),
        ({"type": "object", "properties": {"a": {"type": "integer"}}}, [{"a": "{{ a }}"}], [{"a": "1"}, "x"]),
        ({"enum": ["a", "b", None]}, ["a", None], ["c", 1]),
        ({"anyOf": [{"enum": [0]}, {"minimum": 10}], "type": "integer"}, [0, 10], [5, "0"]),
        ({"title": "anything"}, [1, "x", None, []], []),
    ],
)
def test_every_value_may_be_a_template(strict: Schema, right: list[Any], wrong: list[Any]) -> None:
    form = lenient_value(strict)
    assert all(accepts(form, value) for value in [*right, *TEMPLATES])
    assert not any(accepts(form, value) for value in wrong)


def one_of(required: bool) -> Schema:
    branches: list[Schema] = [
        {"type": "object", "required": [key], "properties": {key: {"not": {"type": "null"}}}} for key in "abc"
    ]
    if not required:
        branches.append({"properties": {key: {"type": "null"} for key in "abc"}})
    return {"x-alternatives": "letter", "oneOf": branches}


@pytest.mark.parametrize("required", [True, False])
def test_a_template_may_turn_out_to_be_nothing(required: bool) -> None:
    form = lenient(one_of(required))
    for value in ({"a": 1}, {"b": 1, "c": None}, {"a": "{{ x }}", "b": 1}, {"a": "{{ x }}"}):
        assert accepts(form, value), value
    for value in ({"a": 1, "b": 2}, {"b": 1, "c": 0}, {"a": 1, "c": []}):
        assert not accepts(form, value), value
    assert accepts(form, {}) is not required
    assert accepts(form, {"a": None}) is not required


def test_an_editor_marks_the_alternative_that_is_too_much() -> None:
    validator = jsonschema.Draft202012Validator(lenient(one_of(required=False)))
    (error,) = validator.iter_errors({"b": 1, "c": 2})
    assert list(error.absolute_path) == ["c"]
    assert isinstance(error.schema, dict)
    assert error.schema["errorMessage"] == "'b' and 'c' exclude each other"


@pytest.mark.parametrize("whole", [model_for_editors, project_for_editors, jobs_for_editors])
def test_an_editor_needs_one_document_only(whole: Callable[[], Schema]) -> None:
    document = whole()
    jsonschema.Draft202012Validator.check_schema(document)
    references = list(references_in(document))
    assert references
    for reference in references:
        part: Any = document
        assert reference.startswith("#/")
        for step in reference.split("/")[1:]:
            part = part[int(step) if isinstance(part, list) else step]


def references_in(part: Any) -> list[str]:
    if isinstance(part, list):
        return [reference for entry in part for reference in references_in(entry)]
    if not isinstance(part, dict):
        return []
    own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
    return own + references_in(list(part.values()))


def test_the_strict_form_is_left_alone() -> None:
    strict: Schema = {"type": "object", "properties": {"a": {"enum": ["x"]}}, **one_of(required=True)}
    before = repr(strict)
    lenient_value(strict)
    assert repr(strict) == before
