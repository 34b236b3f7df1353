from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brickform.check.schedules.quartz import DAYS, problems_in
from brickform.check.schedules.unix_cron import is_unix_cron, to_quartz


@pytest.mark.parametrize(
    ("unix", "quartz"),
    [
        ("*/5 * * * *", "0 */5 * * * ?"),
        ("30 9 * * 1-5", "0 30 9 ? * MON-FRI"),
        ("0 0 * * 0", "0 0 0 ? * SUN"),
        ("0 0 * * 7", "0 0 0 ? * SUN"),
        ("0 0 * * 5-7", "0 0 0 ? * FRI-SUN"),
        ("0 0 * * 0-7", "0 0 0 ? * SUN-SAT"),
        ("0 0 * * 1,3,sat", "0 0 0 ? * MON,WED,SAT"),
        ("0 0 * * mon-fri", "0 0 0 ? * MON-FRI"),
        ("0 0 * * */2", "0 0 0 ? * SUN,TUE,THU,SAT"),
        ("0 0 * * 1-5/2", "0 0 0 ? * MON,WED,FRI"),
        ("0 6 1,15 jan-jun *", "0 0 6 1,15 JAN-JUN ?"),
        ("@daily", "0 0 0 * * ?"),
        ("@WEEKLY", "0 0 0 ? * SUN"),
        ("@hourly", "0 0 * * * ?"),
        ("0 0 1 * 1", None),
        ("60 0 * * *", None),
        ("0 0 * * 8", None),
        ("0 0 * * 1/2", None),
        ("0 0 * * 5-1/2", None),
        ("0 0 * * x", None),
        ("0 0 * * */0", None),
    ],
)
def test_translations(unix: str, quartz: str | None) -> None:
    assert is_unix_cron(unix)
    assert to_quartz(unix) == quartz


@pytest.mark.parametrize("other", ["0 0 12 * * ?", "* * * *", "", "@reboot", "0 0 12 * * ? 2030"])
def test_other_expressions_are_no_unix_cron(other: str) -> None:
    assert not is_unix_cron(other)


@given(st.lists(st.text("0123456789*,-/aMONjan", min_size=1, max_size=5), min_size=5, max_size=5))
def test_what_is_advised_is_right(parts: list[str]) -> None:
    translated = to_quartz(" ".join(parts))
    assert translated is None or list(problems_in(translated)) == []


@given(st.integers(0, 6), st.integers(0, 6), st.integers(1, 6))
def test_stepped_weekdays_are_the_same_days(first: int, length: int, step: int) -> None:
    last = min(first + length, 6)
    translated = to_quartz(f"0 0 * * {first}-{last}/{step}")
    assert translated is not None
    assert translated.split()[-1].split(",") == [DAYS[day] for day in range(first, last + 1, step)]
