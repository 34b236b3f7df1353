from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from brickform.codes import all_codes
from brickform.report.explanation import render_explanation

Run = Callable[..., Any]
UNKNOWN_KEY = next(code for code in all_codes() if code.id == "BF302")


@pytest.mark.parametrize("code", ["BF302", "bf302", " Bf302 "])
def test_a_code_is_explained(run: Run, code: str) -> None:
    outcome = run("explain", code)
    assert (outcome.code, outcome.err) == (0, "")
    lines = outcome.out.splitlines()
    assert lines[0] == "error[BF302]: a key that the schema does not know"
    assert [line for line in lines if line in ("Wrong", "Right")] == ["Wrong", "Right"]
    assert "            max_retrys: 2" in lines
    assert "            max_retries: 2" in lines


def test_without_a_code_all_are_listed(run: Run) -> None:
    outcome = run("explain")
    assert outcome.code == 0
    assert len(outcome.out.splitlines()) == len(all_codes())
    assert "error[BF302]: a key that the schema does not know\n" in outcome.out


@pytest.mark.parametrize(
    ("code", "advice"),
    [("BF3O2", "did you mean 'BF302'?"), ("nonsense", "lists all codes")],
)
def test_an_unknown_code_is_wrong_usage(run: Run, code: str, advice: str) -> None:
    outcome = run("explain", code)
    assert (outcome.code, outcome.out) == (2, "")
    assert f"there is no code '{code}'" in outcome.err
    assert advice in outcome.err


@pytest.mark.parametrize("width", [40, 80, 200])
def test_prose_is_as_wide_as_can_be_read(width: int) -> None:
    lines = render_explanation(UNKNOWN_KEY, width).splitlines()
    assert max(map(len, lines[2:])) <= min(width, 100)


def test_a_pipe_gets_no_colours(run: Run) -> None:
    assert "\x1b" not in run("explain", "BF302").out
