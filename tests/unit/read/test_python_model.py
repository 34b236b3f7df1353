from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brickform import codes
from brickform.diagnostics import Diagnostics, Severity
from brickform.location import Location, SourceMap
from brickform.read.python_model import PythonModel, read_python_model
from support.endings import has_to_end

AS_WRITTEN = '''\
"""Orders, with a helper and a UDF."""

import pandas as pd
from pyspark.sql import functions as F, SparkSession

RATES = {"EUR": 1.0}


@F.udf("double")
def to_euro(amount):
    return amount * RATES["EUR"]


def helper(dbt):
    return dbt.ref("shop", "customers", v=2)


def model(dbt, spark: SparkSession):
    """What dbt calls."""
    dbt.config(
        materialized="table",
        packages=["pandas==2.2.*", 'numpy'],
        python_job_config={"timeout_seconds": 60, "tags": {"team": "d\u00e4ta"}},
    )
    limit = dbt.config.get("limit", 10)
    owner = dbt.config.meta_get("owner")
    orders = dbt.ref("orders").join(helper(dbt)).join(dbt.source("raw", "items"))
    return orders.limit(limit)
'''


def read(text: str) -> PythonModel:
    model, found = read_python_model(text, "m.py")
    assert list(found) == []
    assert model is not None
    return model


def call(arguments: str) -> str:
    return f"def model(dbt, session):\n    dbt.config({arguments})\n    return dbt.ref('a')\n"


def problems(text: str) -> list[tuple[str, int, int]]:
    _, found = read_python_model(text, "m.py")
    return [(p.code.id, p.location.line, p.location.column) for p in found if p.location is not None]


def test_a_model_as_people_write_it() -> None:
    model = read(AS_WRITTEN)
    assert model.code == AS_WRITTEN.strip()
    assert model.config.value == {
        "materialized": "table",
        "packages": ["pandas==2.2.*", "numpy"],
        "python_job_config": {"timeout_seconds": 60, "tags": {"team": "d\u00e4ta"}},
    }
    assert [(ref.arguments, ref.version) for ref in model.refs] == [
        (("shop", "customers"), "2"),
        (("orders",), None),
    ]
    assert [source.arguments for source in model.sources] == [("raw", "items")]
    assert [(get.key, get.default, get.meta) for get in model.config_gets] == [
        ("limit", 10, False),
        ("owner", None, True),
    ]


def test_keys_and_values_of_the_config_know_their_place() -> None:
    source = read(AS_WRITTEN).config.source
    job = source.find(("python_job_config",))
    assert (job.key_location, job.location) == (Location("m.py", 23, 9), Location("m.py", 23, 27))
    team = source.find(("python_job_config", "tags", "team"))
    assert (team.key_location, team.location) == (Location("m.py", 23, 60), Location("m.py", 23, 68))
    assert team.config_path == ("python_job_config", "tags", "team")
    assert source.find(("packages", 1)).location == Location("m.py", 22, 36)


def test_columns_count_characters_and_not_bytes() -> None:
    config = read(call("name='\u00e4\u00f6\u00fc', tags=['x']")).config
    assert config.source.find(("tags", 0)).location == Location("m.py", 2, 34)


def test_several_calls_add_up_as_in_dbt() -> None:
    model = read(
        call("tags='a', packages=['x'], alias='one', meta={'p': 1, 'q': 1}").replace(
            "    return", "    dbt.config(tags=['b'], packages='y', alias='two', meta={'q': 2})\n    return"
        )
    )
    assert model.config.value == {
        "tags": ["a", "b"],
        "packages": ["x", "y"],
        "alias": "two",
        "meta": {"p": 1, "q": 2},
    }
    assert model.config.source.find(("packages", 0)).location.line == 2
    assert model.config.source.find(("packages", 1)).location.line == 3
    assert model.config.source.find(("alias",)).location.line == 3


def test_a_config_may_be_one_dict() -> None:
    config = read(call("{'alias': 'x', 'tags': ['a']}")).config
    assert config.value == {"alias": "x", "tags": ["a"]}
    assert config.source.find(("tags", 0)).config_path == ("tags", 0)


def test_a_config_in_a_branch_is_a_warning_at_the_last_one() -> None:
    text = (
        "def model(dbt, session):\n    if dbt.is_incremental:\n        dbt.config(alias='a')\n"
        "    elif session:\n        dbt.config(alias='b')\n    return session\n"
    )
    model, found = read_python_model(text, "m.py")
    [warning] = found
    assert (warning.code, warning.location) == (codes.CONDITIONAL_CONFIG, Location("m.py", 5, 9))
    assert model is not None
    assert model.config.value == {"alias": "b"}


def test_braces_of_databricks_are_legal_in_a_config() -> None:
    config = read(call("spark_conf={'key': '{{secrets/scope/key}}', 'job': '{{job.id}}'}")).config
    assert config.value["spark_conf"] == {"key": "{{secrets/scope/key}}", "job": "{{job.id}}"}


def test_only_the_names_that_dbt_looks_for_count() -> None:
    model = read(
        "def model(dbt, session):\n    self.dbt.ref(x)\n    other.ref(x)\n    dbt.config.set('a', x)\n"
        "    ref(x)\n    dbt.this.config(x)\n    return session\n"
    )
    assert (model.refs, model.config.value, model.config_gets) == ((), {}, ())


@pytest.mark.parametrize(
    "statement",
    [
        "@cached(dbt.ref('x'))\ndef f():\n    pass",
        "@cached(\n    dbt.ref('x')\n)\nclass F:\n    pass",
        "def f(\n    a=dbt.ref('x'),\n): pass",
        "a = 1; b = dbt.ref('x')",
        "a = (\n    dbt\n    .ref('x')\n)",
        "a = [\n    1,\n    lambda: [dbt.ref('x') for b in c],\n]",
        "a = f'''\n{dbt.ref('x')}\n'''",
        "try:\n    pass\nexcept E:\n    with dbt.ref('x') as a:\n        pass",
        "while a:\n    pass\nelse:\n    match a:\n        case 1:\n            dbt.ref('x')",
        "\N{FULLWIDTH LATIN SMALL LETTER D}bt.ref('x')",
    ],
)
def test_a_call_is_found_wherever_it_stands(statement: str) -> None:
    text = f"{statement}\n\n\ndef model(dbt, session):\n    return session\n"
    assert [ref.arguments for ref in read(text).refs] == [("x",)]


def test_without_a_config_call_the_config_lies_at_the_function() -> None:
    model = read("\n\ndef model(dbt, session):\n    return 1\n")
    assert (model.config.value, model.config.location) == ({}, Location("m.py", 3, 1))


@pytest.mark.parametrize("text", ["", "\n\n", "# def model(dbt, session):\n#     return 1\n"])
def test_a_file_without_code_is_skipped_with_a_warning(text: str) -> None:
    model, found = read_python_model(text, "m.py")
    assert model is None
    assert [(p.code, p.severity) for p in found] == [(codes.EMPTY_MODEL, Severity.WARNING)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (call("alias=NAME"), ("BF109", 2, 22)),
        (call("alias=true"), ("BF109", 2, 22)),
        (call("alias=f'{x}'"), ("BF109", 2, 22)),
        (call("a={'b': [1, x]}"), ("BF109", 2, 28)),
        (call("a={'b', 'c'}"), ("BF109", 2, 18)),
        (call("a=b'x'"), ("BF109", 2, 18)),
        (call("a=1j"), ("BF109", 2, 18)),
        (call("a=..."), ("BF109", 2, 18)),
        (call("a='x' + 'y'"), ("BF109", 2, 18)),
        (call("a='\\ud800'"), ("BF109", 2, 18)),
        (call("a={1: 2}"), ("BF109", 2, 19)),
        (call("a={**b}"), ("BF109", 2, 21)),
        (call("**{'a': 1}"), ("BF109", 2, 16)),
        (call("a={'b': 1, 'b': 2}"), ("BF103", 2, 27)),
        (call("x=1, a=2, a=3"), ("BF103", 2, 26)),
        (call("CONFIG"), ("BF110", 2, 16)),
        (call(""), ("BF110", 2, 5)),
        (call("a=1").replace("'a')", "name)"), ("BF109", 3, 20)),
        (call("a=1").replace("'a')", ")"), ("BF110", 3, 12)),
        (call("a=1").replace("'a')", "'a', 'b', 'c')"), ("BF110", 3, 12)),
        (call("a=1").replace("'a')", "1)"), ("BF110", 3, 20)),
        (call("a=1").replace("'a')", "'a', w=1)"), ("BF110", 3, 25)),
        (call("a=1").replace("ref('a')", "source('a')"), ("BF110", 3, 12)),
        (call("a=1").replace("ref('a')", "config.get(1)"), ("BF110", 3, 27)),
        (call("a=1").replace("ref('a')", "config.get(key)"), ("BF109", 3, 27)),
        ("def model(dbt, session):\n    return (\n", ("BF107", 2, 12)),
        ("x = 1\n", ("BF108", 1, 1)),
        ("def model(dbt, s):\n    return 1\ndef model(dbt, s):\n    return 1\n", ("BF108", 3, 1)),
        ("def model(dbt):\n    return 1\n", ("BF108", 1, 1)),
        ("def model(session, dbt):\n    return 1\n", ("BF108", 1, 11)),
        ("async def model(dbt, s):\n    return 1\n", ("BF108", 1, 1)),
        ("def model(dbt, s):\n    x = 1\n", ("BF108", 2, 5)),
        ("def model(dbt, s):\n    return 1, 2\n", ("BF108", 2, 12)),
    ],
)
def test_what_dbt_would_refuse_is_one_error_at_its_place(text: str, expected: tuple[str, int, int]) -> None:
    assert problems(text) == [expected]


def test_python_is_not_yaml() -> None:
    _, found = read_python_model(call("enabled=true"), "m.py")
    assert next(iter(found)).help == "did you mean True?"


def test_all_problems_come_at_once() -> None:
    text = "def model(dbt):\n    dbt.config(a=x, b=y)\n    dbt.ref(z)\n"
    assert [code for code, _, _ in problems(text)] == ["BF108", "BF109", "BF109", "BF108", "BF109"]


def test_escapes_that_python_warns_about_are_not_our_business() -> None:
    assert read(call("a='\\d'")).config.value == {"a": "\\d"}


def test_line_ends_of_windows_become_line_feeds() -> None:
    model = read("\r\n" + call("a=1").replace("\n", "\r\n"))
    assert model.code == call("a=1").strip()
    assert model.config.source.find(("a",)).location == Location("m.py", 3, 18)


@pytest.mark.parametrize(
    "text",
    [
        "x = 1\0",
        "x = " + "(" * 5000,
        "x = " + "-" * 100_000 + "1",
        "x" + ".y" * 100_000,
        call("a=" + "[" * 150 + "]" * 150).replace("a=", "a=" + "-" * 50_000),
        call("a=" + "9" * 5000),
    ],
)
def test_nothing_makes_it_fall_over(text: str) -> None:
    _, found = read_python_model(text, "m.py")
    assert found.has_errors


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=8)
literals = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=15,
)


def check_places(value: Any, source: SourceMap, text: str) -> None:
    place = source.location
    assert text.split("\n")[place.line - 1][place.column - 1 :].startswith(repr(value))
    keys = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        check_places(value[key], source.children[key], text)


@given(literals)
def test_every_literal_is_read_back_with_every_place(value: Any) -> None:
    text = call(f"value={value!r}")
    model = read(text)
    assert model.config.value == {"value": value}
    check_places(value, model.config.source.children["value"], text)


@given(st.text("dbtconfig.ref()[]{}'\"=,:1 \n\tmel*@#\\", max_size=60) | st.text(max_size=30))
def test_any_text_ends_in_a_model_or_in_problems(text: str) -> None:
    model, found = read_python_model(text, "m.py")
    assert isinstance(found, Diagnostics)
    assert model is not None or len(found) > 0


def test_reading_ends_after_a_thousand_mistakes() -> None:
    with has_to_end():
        model, found = read_python_model(call("tags=['\u00e4', " + "x, " * 300_000 + "]"), "m.py")
    assert model is None
    assert len(found) == 1_001
    assert [(problem.code, problem.summary[:20]) for problem in found][-1] == (
        codes.LITERAL_LIMIT,
        "1,000 mistakes so fa",
    )


def test_many_places_on_a_long_line_take_no_time() -> None:
    with has_to_end():
        read(call("tags=['\u00e4', " + "1, " * 100_000 + "]"))


@pytest.mark.parametrize(
    ("rename", "found"),
    [
        ("d = dbt", [("BF125", 2, 9)]),
        ("c: object = dbt.config  # mine", [("BF125", 2, 17)]),
        ("if (r := dbt.ref): pass", [("BF125", 2, 14)]),
        ("a = b = dbt.source;", [("BF125", 2, 13)]),
        ("d = dbt.this", []),
        ("d = dbt.ref('a')", []),
        ("d = [dbt]", []),
        ("d = helper(dbt)", []),
        ("d = 'dbt'", []),
    ],
)
def test_dbt_under_another_name(rename: str, found: list[tuple[str, int, int]]) -> None:
    assert problems(f"def model(dbt, session):\n    {rename}\n    return 1\n") == found


@pytest.mark.parametrize("text", ["\n\n  \n{}", "{}", "\n{}\n\n"])
def test_the_code_knows_its_first_line(text: str) -> None:
    written = text.format("def model(dbt, session):\n    return 1")
    model = read(written)
    assert written.split("\n")[model.first_line - 1] == "def model(dbt, session):"


def test_literals_may_nest_a_hundred_levels() -> None:
    assert problems(call("a=" + "[" * 100 + "]" * 100)) == []
    assert problems(call("a=" + "[" * 101 + "]" * 101)) == [("BF126", 2, 118)]


@pytest.mark.parametrize("number", ["0x" + "f" * 1025, "-0x" + "f" * 1025, "1e999", "-1e999", "+1e999"])
def test_a_number_that_cannot_be_written_is_an_error(number: str) -> None:
    assert problems(call(f"a={number}")) == [("BF109", 2, 18)]


@pytest.mark.parametrize("number", ["0x" + "f" * 1000, "-1e300", "+5"])
def test_large_numbers_are_literals(number: str) -> None:
    assert read(call(f"a={number}")).config.value == {"a": eval(number)}
