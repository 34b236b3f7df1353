from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brickform.resolve.project import Relation
from support.resolved import check_models, model


@pytest.mark.parametrize("name", ["a b", "a.b", "a/b", "a\tb", "a\x7f", "a" * 256])
def test_a_name_that_unity_catalog_refuses_is_an_error(name: str) -> None:
    for relation in (Relation(name, "s", "t"), Relation("c", name, "t"), Relation("c", "s", name)):
        (found,) = [item for item in check_models(model("{}", relation=relation)) if item[0] == "BF478"]
        assert name in found[2]


@given(st.text("abcXYZ019_-äé目", min_size=1, max_size=20))
def test_any_other_name_is_fine(name: str) -> None:
    assert check_models(model("{}", relation=Relation(name, name, name))) == []


def test_a_wrong_catalog_is_reported_once_for_all_models() -> None:
    models = [model("{}", name=name, relation=Relation("a b", "s", name)) for name in "xyz"]
    assert [item[0] for item in check_models(*models)] == ["BF478"]


@pytest.mark.parametrize(
    ("name", "words"),
    [('"a "', "a blank"), ('" a"', "a blank"), ('"a\\nb"', "a control"), ('""', "empty"), ('" "', "empty")],
)
def test_a_job_name_with_blanks_is_a_warning(name: str, words: str) -> None:
    ((code, _, summary),) = check_models(model(f"{{python_job_config: {{name: {name}}}}}"))
    assert code == "BF479"
    assert words in summary


def test_blanks_inside_a_job_name_are_fine() -> None:
    assert check_models(model("{python_job_config: {name: orders of the day}}")) == []
