from __future__ import annotations

import pytest
import yaml

from brickform import codes
from brickform.diagnostics import Diagnostics
from brickform.location import Location, SourceMap
from brickform.read import yaml_source
from brickform.read.yaml_source import read_yaml
from brickform.sourced import Sourced


def read(text: str) -> Sourced:
    document, found = read_yaml(text, "m.yml")
    assert list(found) == []
    assert document is not None
    return document


def problems(text: str) -> list[tuple[str, int, int]]:
    _, found = read_yaml(text, "m.yml")
    return [position(found, index) for index in range(len(found))]


def position(found: Diagnostics, index: int) -> tuple[str, int, int]:
    problem = list(found)[index]
    assert problem.location is not None
    return problem.code.id, problem.location.line, problem.location.column


def at(line: int, column: int) -> Location:
    return Location("m.yml", line, column)


def test_keys_and_values_know_their_place() -> None:
    source = read("models:\n  - name: orders\n    config: {a: [1, two]}\n").source
    config = source.find(("models", 0, "config"))
    assert (config.key_location, config.location) == (at(3, 5), at(3, 13))
    assert config.find(("a", 1)).location == at(3, 21)
    assert config.find(("a", 1)).config_path == ("models", 0, "config", "a", 1)
    assert source.find(("models", 0)).location == at(2, 5)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", True),
        ("Off", False),
        ("017", 15),
        ("0o17", "0o17"),
        ("1e3", "1e3"),
        ("1_000", 1000),
        ("1:30", 90),
        ("1.5e+3", 1500.0),
        ("~", None),
        ("", None),
        ('"yes"', "yes"),
        ("!!str 1", "1"),
        ("2026-11-21", "2026-11-21"),
        ("2026-11-21 10:00:00", "2026-11-21T10:00:00"),
        ("15.4.x-scala2.12", "15.4.x-scala2.12"),
        ("|\n  two\n  lines", "two\nlines\n"),
    ],
)
def test_scalars_are_read_as_yaml_1_1(text: str, value: object) -> None:
    assert read(f"key: {text}\n").value == {"key": value}


def test_a_scalar_that_is_not_read_as_its_text_knows_what_was_written() -> None:
    document = read(
        "{a: 010, b: 3.10, c: yes, d: ~, e: 2024-01-02 03:04:05, f: text, g: '010', h: &x 1_0, i: *x}"
    )
    written = [child.written for child in document.source.children.values()]
    assert written == ["010", "3.10", "yes", "~", "2024-01-02 03:04:05", None, None, "1_0", "1_0"]
    made = document.get("a")
    assert made is not None
    assert made.derive("8").source.written == "010"


def test_an_empty_file_is_a_null() -> None:
    document = read("# nothing\n")
    assert (document.value, document.location) == (None, at(1, 1))


def test_an_aliased_value_points_at_where_it_was_written() -> None:
    source = read("base: &b\n  retries: 2\nused: *b\n").source
    used = source.find(("used",))
    assert (used.key_location, used.location) == (at(3, 1), at(1, 7))
    assert used.config_path == ("used",)
    assert used.find(("retries",)).location == at(2, 12)


def test_merged_entries_point_at_where_they_were_written() -> None:
    document = read("base: &b {x: 1, y: 2}\nover: {y: 3, <<: *b, z: 4}\n")
    assert document.value["over"] == {"x": 1, "y": 3, "z": 4}
    over = document.source.find(("over",))
    assert over.find(("x",)).key_location == at(1, 11)
    assert over.find(("y",)).key_location == at(2, 8)


def test_of_several_merged_mappings_the_first_wins() -> None:
    document = read("a: &a {x: 1, y: 1}\nb: &b {x: 2, z: 2}\nc:\n  <<: [*a, *b]\n  y: 3\n")
    assert document.value["c"] == {"x": 1, "y": 3, "z": 2}
    assert document.source.find(("c", "x")).location == at(1, 11)
    assert document.source.find(("c", "z")).location == at(2, 17)


def test_a_duplicate_key_is_an_error_that_names_the_first() -> None:
    document, found = read_yaml("a: 1\nb:\n  c: 1\n  'c': 2\n", "m.yml")
    [problem] = found
    assert (problem.code, problem.location) == (codes.DUPLICATE_KEY, at(4, 3))
    assert "line 3" in problem.summary
    assert document is not None
    assert problem.path == ("b", "c")


@pytest.mark.parametrize(
    ("key", "kind"), [("on", "true or false"), ("1", "a number"), ("~", "null"), ("2026-01-01", "a date")]
)
def test_a_key_that_is_not_text_is_an_error(key: str, kind: str) -> None:
    _, found = read_yaml(f"a:\n  {key}: 1\n", "m.yml")
    [problem] = found
    assert (problem.code, problem.location) == (codes.KEY_NOT_TEXT, at(2, 3))
    assert kind in problem.summary
    assert f'"{key}"' in problem.help


def test_an_unquoted_expression_is_explained() -> None:
    _, found = read_yaml("schema: {{ var('schema') }}\nother: 1\n", "m.yml")
    [problem] = found
    assert (problem.code, problem.location) == (codes.KEY_NOT_TEXT, at(1, 9))
    assert "quotes around a Jinja expression" in problem.help


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: [1, 2\nc: 3\n", ("BF102", 2, 4)),
        ("a:\n\tb: 1\n", ("BF102", 2, 1)),
        ("a: b: c\n", ("BF102", 1, 5)),
        ("a: 1\n---\nb: 2\n", ("BF102", 2, 1)),
        ("a: 1\nb: \x07\n", ("BF102", 2, 4)),
        ("a: *nowhere\n", ("BF102", 1, 4)),
        ("a: &x [1, *x]\n", ("BF102", 1, 11)),
        ("a: &x 1\nb: &x 2\n", ("BF102", 2, 4)),
        ("a: !!binary aGk=\n", ("BF105", 1, 4)),
        ("a: !!python/object:os.system x\n", ("BF105", 1, 4)),
        ("a: !mine {b: 1}\n", ("BF105", 1, 4)),
        ("a: !!set {b}\n", ("BF105", 1, 4)),
        ("a: =\n", ("BF105", 1, 4)),
        ("a: 2026-13-45\n", ("BF105", 1, 4)),
        ("<<: 1\n", ("BF105", 1, 5)),
        ("a: " + "[" * 500 + "\n", ("BF106", 1, 103)),
        ("- " * 5000 + "1\n", ("BF106", 1, 201)),
    ],
)
def test_what_cannot_be_read_is_one_error_at_its_place(text: str, expected: tuple[str, int, int]) -> None:
    assert problems(text) == [expected]


def test_an_alias_bomb_is_an_error() -> None:
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    document, found = read_yaml("\n".join(levels), "m.yml")
    [problem] = found
    assert document is None
    assert problem.code == codes.YAML_LIMIT
    assert problem.location is not None
    assert problem.location.line == 6


def test_aliases_cannot_nest_deeper_than_what_is_written() -> None:
    levels = ["- &a0 " + "[" * 60 + "]" * 60, "- &a1 [*a0, " + "[" * 38 + "*a0" + "]" * 38 + "]"]
    assert problems("\n".join(levels)) == []
    assert problems("\n".join([*levels, "- [*a1]"])) == [("BF106", 3, 4)]


def test_all_problems_come_at_once() -> None:
    assert problems("a: 1\na: 2\non: 3\nb: !x 4\nc: *d\n") == [
        ("BF103", 2, 1),
        ("BF104", 3, 1),
        ("BF105", 4, 4),
        ("BF102", 5, 4),
    ]


def test_no_value_is_printed_that_may_be_secret() -> None:
    _, found = read_yaml("token: !!int dapi123\ndate: 2026-99-99\n", "profiles.yml")
    assert len(found) == 2
    assert not any("dapi123" in str(problem) or "2026-99" in str(problem) for problem in found)


def test_tabs_and_unclosed_brackets_come_with_help() -> None:
    _, tabs = read_yaml("a:\n\tb: 1\n", "m.yml")
    assert "spaces" in next(iter(tabs)).help
    _, colon = read_yaml("description: one: two\n", "m.yml")
    assert "quotes" in next(iter(colon)).help


def test_pyyaml_without_libyaml_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: &x {b: [1, yes, 'c']}\nd: {<<: *x, e: f}\ng: |\n  h\n"
    fast = read(text)
    monkeypatch.setattr(yaml_source, "_Loader", yaml.SafeLoader)
    slow = read(text)
    assert fast.value == slow.value
    assert places(fast.source) == places(slow.source)


def places(source: SourceMap) -> list[tuple[Location, Location]]:
    below = [place for child in source.children.values() for place in places(child)]
    return [(source.key_location, source.location), *below]


def test_reading_ends_after_a_thousand_mistakes() -> None:
    document, found = read_yaml("a: 1\n" * 5_000, "m.yml")
    assert document is None
    assert len(found) == 1_001
    assert [problem.code for problem in found if problem.code is not codes.DUPLICATE_KEY] == [
        codes.YAML_LIMIT
    ]
    assert all(problem.location is not None and problem.location.line <= 1_001 for problem in found)


def test_nesting_beyond_what_any_parser_takes_is_the_same_error() -> None:
    _, found = read_yaml("a: " + "[" * 5000 + "\n", "m.yml")
    assert [(problem.code, problem.summary) for problem in found] == [
        (codes.YAML_LIMIT, "more than 100 levels of nesting")
    ]


@pytest.mark.parametrize(
    ("written", "is_verbatim"),
    [
        ("{a: text, b: 1, c: True, d: 'yes', e: 2024-01-02, f: [x, {g: y}]}", True),
        ("{a: ~}", False),
        ("{a: {b: [\"{{ var('c') }}\"]}}", False),
        ('{a: "ends in a line\\n"}', False),
        ("{a: 010}", False),
        ("{a: 1_000}", False),
        ("{a: yes}", False),
        ("{a: {b: 2.0}}", False),
        ("{a: &b {c: d}, e: *b}", False),
    ],
)
def test_a_mapping_is_verbatim_when_nothing_in_it_is_read_otherwise(written: str, is_verbatim: bool) -> None:
    assert read(f"key: {written}").source.child("key").is_verbatim is is_verbatim


def test_a_mapping_beside_a_template_is_verbatim() -> None:
    source = read("a: {b: \"{{ var('c') }}\"}\nd: {e: f}").source
    places = (source, source.child("a"), source.child("d"))
    assert [place.is_verbatim for place in places] == [False, False, True]
