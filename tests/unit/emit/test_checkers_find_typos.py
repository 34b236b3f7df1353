"""No one-letter typo in a key gets past a checker."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from brickform.data_files import data_root
from support.checkers.bundle_jobs import check_resource
from support.checkers.job_settings import check_settings
from support.checkers.provider_schema import check_resource as check_terraform_resource
from support.checkers.provider_schema import provider_schema
from support.good_bodies import (
    GONE,
    Body,
    FieldPath,
    bundle_body,
    sdk_body,
    terraform_body,
    with_planted,
)

MAPS = frozenset({"base_parameters", "custom_tags", "job_parameters", "spark_conf", "spark_env_vars", "tags"})
"""Here the user makes up the keys."""

Check = Callable[[Body], Iterator[str]]


def check_of_terraform(kind: str) -> Check:
    return lambda body: check_terraform_resource(kind, body, "here")


def check_of_bundle(kind: str) -> Check:
    return lambda body: check_resource(kind, body, "here")


CHECKS: Mapping[str, tuple[Body, Check]] = {
    **{kind: (terraform_body(kind), check_of_terraform(kind)) for kind in provider_schema()},
    **{kind: (bundle_body(kind), check_of_bundle(kind)) for kind in ("jobs", "clusters")},
    "settings": (sdk_body(), lambda body: check_settings(body, "here")),
}


def keys_in(value: Any, path: FieldPath = ()) -> Iterator[FieldPath]:
    """Yield the path of every key that is the name of a field."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield (*path, name)
            if name not in MAPS:
                yield from keys_in(item, (*path, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from keys_in(item, (*path, index))


def words_in(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        for name, part in schema.items():
            yield name.removesuffix("!")
            yield from words_in(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from words_in(part)


WORDS = frozenset(
    {
        *words_in(provider_schema()),
        *words_in(json.loads((data_root() / "schema" / "jobs.schema.json").read_text(encoding="utf-8"))),
        "connection",
    }
)
"""A typo that makes another field's name, as ``trigger`` of ``triggers``, is none that must be found."""


@st.composite
def typos(draw: st.DrawFn, word: str) -> str:
    at = draw(st.integers(0, len(word) - 1))
    letter = draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz_"))
    typo = draw(
        st.sampled_from(
            [word[:at] + word[at + 1 :], word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :]]
        )
    )
    assume(typo and typo != word and typo not in WORDS)
    return typo


def value_at(body: Body, path: FieldPath) -> Any:
    value: Any = body
    for step in path:
        value = value[step]
    return value


@pytest.mark.parametrize("name", CHECKS)
def test_nothing_is_found_without_one(name: str) -> None:
    good, check = CHECKS[name]
    assert list(check(good)) == []


@pytest.mark.parametrize("name", CHECKS)
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_a_typo_in_a_key_is_found(name: str, data: st.DataObject) -> None:
    good, check = CHECKS[name]
    path = data.draw(st.sampled_from(list(keys_in(good))))
    typo = data.draw(typos(str(path[-1])))
    bad = with_planted(with_planted(good, path, GONE), (*path[:-1], typo), value_at(good, path))
    assert any(typo in finding for finding in check(bad)), bad
