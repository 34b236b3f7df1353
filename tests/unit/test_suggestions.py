"""What was meant by a word that is not known."""

from __future__ import annotations

import string
from functools import partial
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brickform.suggestions import alternatives, closest, misspelt
from support.schema_mistakes import typo

WORDS = st.text(alphabet=string.ascii_lowercase, min_size=1, max_size=8)


@given(WORDS, st.integers())
def test_one_slip_is_always_close(word: str, seed: int) -> None:
    assert closest(typo(word, Random(seed)), [word]) == word


def test_words_in_another_case_are_the_same() -> None:
    suggest = partial(closest, known=["max_retries", "gitHub", "PHOTON"])
    assert [suggest("maxRetries"), suggest("max-retries"), suggest("github"), suggest("Photon")] == [
        "max_retries",
        "max_retries",
        "gitHub",
        "PHOTON",
    ]
    assert suggest("schedule") is None
    assert closest("bf402", ["BF401", "BF402"]) == "BF402"


def test_a_capital_after_a_small_letter_may_also_be_the_slip() -> None:
    assert closest("gIT", ["GIT", "WORKSPACE"]) == "GIT"
    assert closest("iIT", ["GIT", "WORKSPACE"]) == "GIT"


@pytest.mark.parametrize(
    ("words", "expected"), [(["nmae", "config"], "nmae"), (["names_of_others", "alias"], None), ([], None)]
)
def test_a_misspelt_key_can_be_nothing_else(words: list[str], expected: str | None) -> None:
    assert misspelt("name", words) == expected


def test_alternatives_read_like_a_sentence() -> None:
    assert alternatives(["a"]) == "'a'"
    assert alternatives(["a", "b", "c"]) == "'a', 'b' or 'c'"
