from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brickform.check.schedules.quartz import DAYS, FIELDS, MONTHS, Field, fields_of, problems_in

DAY_OF_MONTH, DAY_OF_WEEK = FIELDS[3], FIELDS[5]


def numbers(field: Field) -> st.SearchStrategy[str]:
    return st.integers(field.lowest, field.highest).map(str)


def steps(field: Field) -> st.SearchStrategy[str]:
    return st.integers(1, field.highest).map(str)


def plain(field: Field) -> st.SearchStrategy[str]:
    values = numbers(field) | st.sampled_from(field.names) if field.names else numbers(field)
    pairs = st.tuples(values, values)
    if field.name == "years":
        pairs = pairs.map(lambda pair: (min(pair), max(pair)))
    ranges = pairs.map("-".join)
    stepped = st.tuples(st.just("*") | numbers(field), steps(field)).map("/".join)
    return st.one_of(st.just("*"), st.lists(values | ranges | stepped, min_size=1, max_size=4).map(",".join))


def special_day_of_month() -> st.SearchStrategy[str]:
    return st.one_of(
        st.sampled_from(["L", "LW"]),
        st.integers(0, 30).map(lambda offset: f"L-{offset}"),
        numbers(DAY_OF_MONTH).map(lambda day: f"{day}W"),
    )


def special_day_of_week() -> st.SearchStrategy[str]:
    day = numbers(DAY_OF_WEEK) | st.sampled_from(DAYS)
    return st.just("L") | day.map(lambda text: f"{text}L") | day.map(lambda text: f"{text}#3")


TIMES = [plain(field) for field in FIELDS[:3]]
MONTH, YEAR, NONE = plain(FIELDS[4]), plain(FIELDS[6]), st.just("?")
BY_DAY_OF_MONTH = st.tuples(plain(DAY_OF_MONTH) | special_day_of_month(), MONTH, NONE)
BY_DAY_OF_WEEK = st.tuples(NONE, MONTH, plain(DAY_OF_WEEK) | special_day_of_week())


def expressions() -> st.SearchStrategy[list[str]]:
    days = BY_DAY_OF_MONTH | BY_DAY_OF_WEEK
    years = st.just(()) | st.tuples(YEAR)
    return st.tuples(st.tuples(*TIMES), days, years).map(lambda parts: [*parts[0], *parts[1], *parts[2]])


@given(expressions(), st.booleans())
def test_right_expressions_are_taken(parts: list[str], lower: bool) -> None:
    text = " ".join(parts)
    assert list(problems_in(text.lower() if lower else text)) == []


@given(expressions(), st.data())
def test_a_value_out_of_range_is_named_with_its_field(parts: list[str], data: st.DataObject) -> None:
    index = data.draw(st.sampled_from([index for index, part in enumerate(parts) if part != "?"]))
    field = FIELDS[index]
    too_low = st.integers(0, field.lowest - 1) if field.lowest else st.nothing()
    wrong = data.draw((too_low | st.integers(field.highest + 1, 9999)).map(str))
    parts[index] = wrong
    (problem,) = problems_in(" ".join(parts))
    assert problem.summary == f"the {field.name} cannot be '{wrong}'"
    assert problem.help.startswith(field.name)


@given(expressions())
def test_both_kinds_of_days_exclude_each_other(parts: list[str]) -> None:
    both = [*parts[:3], *("*" if text == "?" else text for text in parts[3:])]
    (problem,) = problems_in(" ".join(both))
    assert "both" in problem.summary
    neither = [*parts[:3], "?", parts[4], "?", *parts[6:]]
    assert any("'?'" in problem.summary for problem in problems_in(" ".join(neither)))


@given(st.lists(st.text(alphabet="0123456789*?,-/LW#JANMONsun", max_size=6), min_size=6, max_size=7))
def test_nothing_breaks_it(parts: list[str]) -> None:
    written = fields_of(" ".join(parts))
    if 6 <= len(written) <= 7:
        assert all(problem.summary for problem in problems_in(" ".join(written)))


@pytest.mark.parametrize(
    "expression",
    [
        "0 0 12 * * ?",
        "0 15 10 ? * MON-FRI",
        "0 0/5 14,18 * * ?",
        "0 11 11 11 11 ?",
        "0 15 10 ? * 6L 2026-2028",
        "0 15 10 ? * 6#3",
        "0 15 10 L-2 * ?",
        "0 15 10 LW * ?",
        "0 0 22-2 * * ?",
        "0 0 0 ? NOV-FEB SAT-SUN",
        "/10 * * * * ?",
        "\t0  0 12 * * ? \n",
    ],
)
def test_examples_of_the_documentation_and_others(expression: str) -> None:
    assert list(problems_in(expression)) == []


@pytest.mark.parametrize(
    ("expression", "summary", "help"),
    [
        ("0 0 12 * * *", "days of the month and days of the week are both given", "'0 0 12 * * ?'"),
        ("0 0 12 * * MON", "are both given", "'0 0 12 ? * MON'"),
        ("0 0 12 1 * MON", "are both given", "two jobs"),
        ("0 0 12 ? * ?", "'?' stands", "'0 0 12 * * ?'"),
        ("? 0 12 * * ?", "the seconds cannot be '?'", "days"),
        ("0 0 12 ? * MONDAY", "cannot be 'MONDAY'", "'MON'"),
        ("0 0 12 ? JANUARY-MARCH MON", "cannot be 'JANUARY-MARCH'", "'JAN-MAR'"),
        ("0 0 12 ? * MON-FRI/2", "cannot be 'MON-FRI/2'", "a step is a number from 1 to 7"),
        ("0 0 12 ? * 0", "cannot be '0'", "1 to 7"),
        ("0 */0 12 * * ?", "cannot be '*/0'", "a step"),
        ("0 0/60 12 * * ?", "cannot be '0/60'", "1 to 59"),
        ("0 0 12 ? * MON#6", "cannot be 'MON#6'", "from 1 to 5"),
        ("0 0 12 L,15 * ?", "cannot be 'L,15'", "stand alone"),
        ("0 0 12 ? * 2#1,3#1", "cannot be '2#1,3#1'", "stand alone"),
        ("0 0 12 ?,1 * ?", "cannot be '?,1'", "stand alone"),
        ("0 0 12 L-31 * ?", "cannot be 'L-31'", "1 to 31"),
        ("0 0 12 32W * ?", "cannot be '32W'", "1 to 31"),
        ("0 0 12 * * ? 2030-2028", "cannot be '2030-2028'", "1970 to 2099"),
        ("0 0 5x * * ?", "cannot be '5X'", "0 to 23"),
        ("0 0 , * * ?", "cannot be ','", "0 to 23"),
        ("0 0 ² * * ?", "cannot be '²'", "0 to 23"),
    ],
)
def test_wrong_expressions(expression: str, summary: str, help: str) -> None:
    (problem,) = problems_in(expression)
    assert summary in problem.summary
    assert help in problem.help


def test_the_names_are_in_their_order() -> None:
    assert (len(MONTHS), MONTHS[0], DAYS[0], len(DAYS)) == (12, "JAN", "SUN", 7)
