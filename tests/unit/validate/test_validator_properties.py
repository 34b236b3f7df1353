"""Rules that hold for every config: gate and explanation agree, and a typo is found where it is."""

from __future__ import annotations

import random
import re
import string
from collections.abc import Iterator
from copy import deepcopy
from functools import cache, partial
from typing import Any

import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from brickform import codes
from brickform.location import Location
from brickform.read.yaml_source import read_yaml
from brickform.suggestions import closest
from brickform.validate.messages import explain
from brickform.validate.schema import JOBS, MODEL, Schema, load_schema, model_shape, project_shape

WORDS = st.text(alphabet=string.ascii_lowercase, min_size=1, max_size=8)
SCALARS: dict[str, st.SearchStrategy[Any]] = {
    "string": WORDS,
    "integer": st.integers(0, 2**70),
    "number": st.floats(allow_nan=False, allow_infinity=False),
    "boolean": st.booleans(),
    "null": st.none(),
}
WRONG = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 2**70),
    st.sampled_from(
        [2.0, 2.5, float("nan"), float("inf"), "12", "12\n", "", "{{ x }}", [], {}, [None], {"a": 1}]
    ),
    WORDS,
)
MAX_DEPTH = 6


def resolved(schema: Schema) -> Schema:
    while "$ref" in schema:
        document, _, pointer = schema["$ref"].partition("#")
        # Within jobs.schema.json references start with '#'; the model's own definitions are inlined below.
        part: Any = load_schema(document or JOBS)
        for step in pointer.split("/")[1:]:
            part = part[step]
        schema = {**part, **({"type": schema["type"]} if "type" in schema else {})}
    return schema


@cache
def model_schema() -> Schema:
    """Return the schema of a model without references to itself; the parts that matter are required."""
    document = load_schema(MODEL)
    definitions = document["$defs"]
    grants = {**definitions["grants"]}
    grants["properties"] = dict.fromkeys(grants["properties"], definitions["principals"])
    job_config = {**definitions["python_job_config"]}
    job_config["properties"] = {**job_config["properties"], "grants": grants}
    properties = {**document["properties"], "python_job_config": job_config}
    return {**document, "properties": properties, "required": ["python_job_config"], "type": "object"}


@st.composite
def instances(draw: st.DrawFn, schema: Schema, depth: int = 0) -> Any:
    """Draw a value that fits the schema."""
    schema = resolved(schema)
    if "enum" in schema:
        return draw(st.sampled_from(schema["enum"]))
    kinds = schema.get("type", ["string"])
    kind = draw(st.sampled_from([kinds] if isinstance(kinds, str) else [kinds[0], *kinds]))
    if kind == "array":
        size = 0 if depth > MAX_DEPTH else draw(st.integers(0, 2))
        return [draw(instances(schema.get("items", {}), depth + 1)) for _ in range(size)]
    if kind == "object":
        return draw(mappings(schema, depth))
    return draw(
        st.from_regex(r"[0-9]{1,9}", fullmatch=True)
        if kind == "string" and "pattern" in schema
        else SCALARS[kind]
    )


@st.composite
def mappings(draw: st.DrawFn, schema: Schema, depth: int) -> dict[str, Any]:
    if isinstance(schema.get("additionalProperties"), dict):
        keys = draw(st.lists(WORDS, max_size=2))
        return {key: draw(instances(schema["additionalProperties"], depth + 1)) for key in keys}
    properties = schema.get("properties", {})
    principals = [branch["required"][0] for branch in schema.get("oneOf", ()) if "required" in branch]
    optional = sorted(properties.keys() - set(principals))
    few = 0 if depth > MAX_DEPTH else 3
    chosen = draw(st.lists(st.sampled_from(optional), max_size=few)) if optional else []
    wanted = dict.fromkeys([*schema.get("required", ()), *chosen])
    entries = {key: draw(instances(properties[key], depth + 1)) for key in wanted}
    return entries | ({draw(st.sampled_from(principals)): "somebody"} if principals else {})


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    for key, entry in (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    ):
        yield (*path, key)
        yield from places(entry, (*path, key))


def parent_of(value: Any, path: tuple[str | int, ...]) -> Any:
    for key in path[:-1]:
        value = value[key]
    return value


MODELS = instances(model_schema())


@given(MODELS)
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_the_schema_describes_is_accepted(config: Any) -> None:
    assert model_shape().explain(config) == []
    assert model_shape().gate_accepts(config)
    assert project_shape().gate_accepts({"defaults": config})


@given(MODELS, st.data())
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
def test_gate_and_explanation_agree_on_what_is_wrong(config: Any, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from([*places(config)] or [("alias",)]))
        parent_of(config, path)[path[-1]] = deepcopy(data.draw(WRONG))
    source, _ = read_yaml("{}", "models.yml")
    assert source is not None
    violations = model_shape().explain(config)
    assert model_shape().gate_accepts(config) == (violations == [])
    assert len(explain(violations, source.source)) >= bool(violations)


def typo(word: str, draw: random.Random) -> str:
    at = draw.randrange(len(word))
    letter = draw.choice(string.ascii_lowercase)
    slips = [
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
    ]
    return draw.choice(slips)


@given(MODELS, st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_typo_in_a_key_is_reported_at_that_key(config: Any, draw: random.Random) -> None:
    known = known_mappings(config)
    assume(known)
    path, words = draw.choice(known)
    key = str(path[-1])
    wrong = typo(key, draw)
    parent = parent_of(config, path)
    assume(len(wrong) > 1 and wrong not in words and len(set(places(config))) < 60)
    parent[wrong] = parent.pop(key)
    text = yaml.safe_dump(config, sort_keys=False)
    spots = [*re.finditer(rf"(?<![\w'\"/.-]){re.escape(wrong)}:", text)]
    assume(len(spots) == 1)
    document, _ = read_yaml(text, "models.yml")
    assert document is not None
    line_start = text.rfind("\n", 0, spots[0].start()) + 1
    expected = Location("models.yml", text.count("\n", 0, line_start) + 1, spots[0].start() - line_start + 1)
    unknown = [
        found
        for found in explain(model_shape().explain(document.value), document.source)
        if found.code is codes.UNKNOWN_KEY
    ]
    assert [found.location for found in unknown] == [expected]


def known_mappings(config: Any) -> list[tuple[tuple[str | int, ...], set[str]]]:
    """Return the paths of the keys that are in mappings with a fixed set of keys."""
    found = []
    for path in places(config):
        schema: Any = model_schema()
        for step in path[:-1]:
            entry = schema["items"] if isinstance(step, int) else schema.get("properties", {}).get(step)
            schema = resolved(entry if entry is not None else {})
        if isinstance(path[-1], str) and schema.get("additionalProperties") is False:
            found.append((path, set(schema["properties"])))
    return found


def sets_of_words() -> Iterator[list[str]]:
    definitions = [
        *load_schema(JOBS)["$defs"].values(),
        *load_schema(MODEL)["$defs"].values(),
        load_schema(MODEL),
    ]
    for definition in definitions:
        properties = definition.get("properties", {})
        yield [*properties]
        for entry in properties.values():
            yield [word for word in entry.get("enum", ()) if word is not None]


def test_the_right_word_is_suggested_for_nearly_every_typo() -> None:
    draw = random.Random(1)
    suggested = [
        closest(wrong, words) == word
        for words in sets_of_words()
        for word in words
        for wrong in (typo(word, draw),)
        if wrong not in words and len(wrong) > 1
    ]
    assert len(suggested) > 800
    assert sum(suggested) / len(suggested) >= 0.97


@given(WORDS, st.randoms(use_true_random=False))
def test_one_slip_is_always_close(word: str, draw: random.Random) -> None:
    assert closest(typo(word, draw), [word]) == word


def test_words_in_another_case_are_the_same() -> None:
    suggest = partial(closest, known=["max_retries", "gitHub", "PHOTON"])
    assert [suggest("maxRetries"), suggest("max-retries"), suggest("github"), suggest("Photon")] == [
        "max_retries",
        "max_retries",
        "gitHub",
        "PHOTON",
    ]
    assert suggest("schedule") is None
