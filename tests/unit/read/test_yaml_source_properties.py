"""For any YAML: the data is PyYAML's own, and every place holds what it is the place of."""

from __future__ import annotations

import datetime
import json
import math
from functools import partial
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from brickform.location import Location, SourceMap
from brickform.read.yaml_source import read_yaml

# keys with characters of these categories may be refused: they look like spaces
texts = st.text(
    st.characters(max_codepoint=0xD7FF, exclude_categories=["Cc", "Cf", "Zl", "Zp", "Zs"]), max_size=12
)
texts = texts | st.sampled_from([" ", "a b", "- ", ": "])
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)
yaml_like = st.text("ab1:-?,[]{}#&*!|>'\"%@` \n\t<=~.0x_", max_size=60)
anchored = st.lists(
    st.sampled_from(
        [
            "a: &x {k: 1, l: 2}",
            "b: *x",
            "c: {<<: *x, l: 3}",
            "d: &y [*x, {m: 4}]",
            "e: {<<: *y}",
            "f: &z {<<: *x}",
            "g: {<<: [*z, *x], k: *y}",
        ]
    ),
    unique=True,
)


dumps = partial(json.dumps, ensure_ascii=False)


def leaves(value: Any, source: SourceMap) -> list[tuple[Any, Location]]:
    if isinstance(value, dict | list):
        keys = value.keys() if isinstance(value, dict) else range(len(value))
        assert list(source.children) == list(keys)
        return [leaf for key in keys for leaf in leaves(value[key], source.children[key])]
    return [(value, source.location)]


def keys_of(source: SourceMap) -> list[tuple[str, Location]]:
    own = [(key, child.key_location) for key, child in source.children.items() if isinstance(key, str)]
    return own + [found for child in source.children.values() for found in keys_of(child)]


def text_at(text: str, place: Location) -> str:
    return "\n".join(text.split("\n")[place.line - 1 :])[place.column - 1 :]


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    return "nan" if isinstance(value, float) and math.isnan(value) else value


@given(values)
def test_block_style_is_read_back_with_every_place(value: Any) -> None:
    text = yaml.safe_dump(value, default_flow_style=False, width=10**6, allow_unicode=True)
    document, found = read_yaml(text, "m.yml")
    assert list(found) == []
    assert document is not None
    assert document.value == value
    for leaf, place in leaves(document.value, document.source):
        line = text_at(text, place).split("\n")[0]
        assert yaml.safe_load(line) == leaf


@given(values)
def test_flow_style_is_read_back_with_every_place(value: Any) -> None:
    text = dumps(value, indent=1)
    document, found = read_yaml(text, "m.yml")
    assert list(found) == []
    assert document is not None
    assert document.value == yaml.safe_load(text)
    decoder = json.JSONDecoder()
    for leaf, place in leaves(document.value, document.source):
        assert yaml.safe_load(dumps(decoder.raw_decode(text_at(text, place))[0])) == leaf
    for key, place in keys_of(document.source):
        assert decoder.raw_decode(text_at(text, place))[0] == key


@given(yaml_like | anchored.map("\n".join) | st.text(max_size=30))
def test_any_text_is_read_as_pyyaml_reads_it_or_refused(text: str) -> None:
    document, found = read_yaml(text, "m.yml")
    assert all(problem.location is not None and problem.location.line >= 1 for problem in found)
    if not found.has_errors:
        assert document is not None
        assert plain(document.value) == plain(yaml.load(text, yaml.CSafeLoader))
        leaves(document.value, document.source)
