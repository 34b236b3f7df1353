from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from brickform.emit.bundle_yaml import to_yaml

# The YAML 1.2 core schema: https://yaml.org/spec/1.2.2/#103-core-schema
CORE_NON_STRINGS = [
    r"(null|Null|NULL|~)?",
    r"true|True|TRUE|false|False|FALSE",
    r"[-+]?[0-9]+",
    r"0o[0-7]+",
    r"0x[0-9a-fA-F]+",
    r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?",
    r"[-+]?(\.inf|\.Inf|\.INF)",
    r"\.nan|\.NaN|\.NAN",
]
# What YAML 1.1 has besides, and PyYAML does not: https://yaml.org/type/bool.html, float.html, int.html
YAML_1_1_NON_STRINGS = [
    r"y|Y|n|N",
    r"[-+]?0b[01_]+",
    r"[-+]?[0-9][0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9]+)?",
    r"[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?",
]

TRAPS = [
    *("", "~", "null", "Null", "NULL", "true", "TRUE", "no", "No", "on", "OFF", "y", "N", "=", "<<"),
    *("0o17", "0x1F", "0b11", "017", "1_000", "1e3", "1E+3", "12345678e123", ".5", "1.", "+1", "-1", "-.5"),
    *(".inf", "-.INF", ".NaN", "2024-01-01", "2024-01-01T00:00:00Z", "12:30:45", "190:20:30.15", "1:30"),
    *("- a", "a: b", "a #b", "# a", "{a}", "[a]", "*a", "&a", "!a", "%a", "@a", "`a", "|", ">", "? a", "a:"),
    *(" a", "a ", "a\tb", "\ta", "a\n", "\na", "\n", "a\n\n", " a\nb", "a \nb", "a\n  b\n", "a\r\nb", "\r"),
    *(
        "a\x85b",
        "a\u2028b",
        "\ufeffa",
        "\x00",
        "\x7f",
        "größe",
        "e\u0301",
        "\U0001f600",
        "'",
        '"',
        "\\n",
        "--- a",
    ),
    *("...", "---", "{{job.id}}", "${var.x}", "../../src/a.py", "a" * 300, "a b " * 100),
]

texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"])), st.from_regex("|".join(CORE_NON_STRINGS))
)
numbers = st.from_regex(r"[-+.0-9eExobaf_:]{1,12}", fullmatch=True)


def plain_scalars(document: str) -> list[str]:
    events = yaml.parse(document, Loader=yaml.SafeLoader)
    return [event.value for event in events if isinstance(event, yaml.ScalarEvent) and event.implicit[0]]


def assert_same_in_both_versions(text: str) -> None:
    document: dict[str, Any] = {"key": text, "list": [text], text or "x": "value"}
    written = to_yaml(document).decode()
    assert yaml.safe_load(written) == document
    for scalar in plain_scalars(written):
        for pattern in (*CORE_NON_STRINGS, *YAML_1_1_NON_STRINGS):
            assert not re.fullmatch(pattern, scalar), (scalar, pattern)


@pytest.mark.parametrize("text", TRAPS)
def test_known_traps_come_back_as_strings(text: str) -> None:
    assert_same_in_both_versions(text)


@settings(deadline=None)
@given(texts)
@example("e\u0301")
def test_any_text_comes_back_as_that_string(text: str) -> None:
    assert_same_in_both_versions(text)


@settings(deadline=None)
@given(numbers)
def test_what_looks_like_a_number_comes_back_as_a_string(text: str) -> None:
    assert_same_in_both_versions(text)


def test_numbers_and_booleans_stay_what_they_are() -> None:
    document = {"a": 2**60 + 1, "b": True, "c": 0.5, "d": 0, "e": 1e300}
    assert yaml.safe_load(to_yaml(document)) == document


def test_block_style_without_anchors() -> None:
    shared = {"x": ["a"]}
    written = to_yaml({"two": shared, "one": [shared, shared], "name": "n", "text": "a\nb\n"}).decode()
    assert "&" not in written
    assert "*" not in written
    assert written == (
        "# Made by brickform. Change the project and generate again, not this file.\n"
        "name: 'n'\none:\n  - x:\n      - a\n  - x:\n      - a\ntext: |\n  a\n  b\ntwo:\n  x:\n    - a\n"
    )


def test_long_lines_are_not_folded() -> None:
    text = "word " * 100 + "end"
    assert text in to_yaml({"a": text}).decode()
