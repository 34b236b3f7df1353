from __future__ import annotations

import sqlglot
from hypothesis import given
from hypothesis import strategies as st

from brickform.functions.sql.text import in_comment, quoted_name, quoted_text

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(TEXTS)
def test_a_text_is_one_literal_without_a_dollar(text: str) -> None:
    written = quoted_text(text)
    assert "$" not in written
    assert written.isprintable() or not text.isascii()
    literals = list(sqlglot.tokenize(f"SELECT {written}", read="databricks"))
    assert len(literals) == 2


def test_a_text_with_everything() -> None:
    assert quoted_text("it's `x`\\\n$$\x00") == r"'it\'s `x`\\\n\u0024\u0024\u0000'"


@given(TEXTS.filter(lambda text: "\x00" not in text), TEXTS.filter(lambda text: "\x00" not in text))
def test_names_stay_apart(first: str, second: str) -> None:
    written = quoted_name(first, second)
    parts = [token.text for token in sqlglot.tokenize(written, read="databricks")]
    assert parts == [first, ".", second]


def test_a_comment_ends_where_it_should() -> None:
    assert in_comment("a\nDROP") == "a?DROP"
