from __future__ import annotations

import ast
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from brickform.notebook.literals import python_literal

scalars = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner) | st.tuples(inner, inner)
    ),
    max_leaves=20,
)


@settings(deadline=None)
@given(values, st.integers(0, 20))
def test_a_literal_reads_back_as_the_same_value(value: Any, indent: int) -> None:
    assert ast.literal_eval(python_literal(value, indent)) == value


@settings(deadline=None)
@given(st.text(st.characters(codec=None)))
def test_text_stays_on_one_line_of_encodable_text(text: str) -> None:
    written = python_literal(text)

    assert len(written.splitlines()) == 1
    written.encode("utf-8")


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan])
def test_floats_without_a_literal_are_written_as_calls(value: float) -> None:
    read = eval(python_literal([value]))[0]

    assert read == value or (math.isnan(read) and math.isnan(value))


def test_a_mapping_is_laid_out_one_entry_a_line() -> None:
    value = {"first": ("main", "analytics", "orders"), "second": {"a": [1, None, True]}, "none": {}}

    assert python_literal(value, 4) == (
        "{\n"
        '        "first": ("main", "analytics", "orders"),\n'
        '        "second": {"a": [1, None, True]},\n'
        '        "none": {},\n'
        "    }"
    )


def test_long_collections_are_broken_over_lines() -> None:
    assert python_literal(["a" * 40, "b" * 50]) == f'[\n    "{"a" * 40}",\n    "{"b" * 50}",\n]'
    assert python_literal(("a" * 90,)) == f'(\n    "{"a" * 90}",\n)'


def test_strings_are_double_quoted_unless_they_hold_double_quotes() -> None:
    assert python_literal("it's") == '"it\'s"'
    assert python_literal("plain\n") == '"plain\\n"'
    assert python_literal('say "x"') == "'say \"x\"'"
