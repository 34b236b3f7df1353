"""The table of a run that goes on, as terminals of several sizes show it."""

from __future__ import annotations

from typing import Any

import pytest
from rich.console import Console

from brickform.report.run_table import run_table
from brickform.workspace.runs import Run, read_run

LONG = "a_task_with_a_name_" * 6
URL = "https://example.com/?o=7474644091234567#job/412076533918204/run/685117204390652"


def run(states: dict[str, str]) -> Run:
    return read_run(
        {
            "run_id": 685117204390652,
            "run_name": "nightly",
            "run_page_url": URL,
            "state": {"life_cycle_state": "RUNNING"},
            "start_time": 1_000_000,
            "tasks": [_task(number, key, word) for number, (key, word) in enumerate(states.items())],
        }
    )


def _task(number: int, key: str, word: str) -> dict[str, Any]:
    ended = word in ("SUCCESS", "FAILED")
    state = {"life_cycle_state": "TERMINATED", "result_state": word} if ended else {"life_cycle_state": word}
    times = {"start_time": 1_000_000, "end_time": 1_095_000 if ended else 0} if word != "BLOCKED" else {}
    return {"task_key": key, "run_id": number, "state": state, **times}


def shown(table: Run | None, *, width: int = 80, height: int = 24, trouble: str = "") -> list[str]:
    console = Console(width=width, force_terminal=True, no_color=True, color_system=None)
    with console.capture() as captured:
        console.print(run_table(table, 1_200.0, height, trouble))
    return [line.rstrip() for line in captured.get().splitlines()]


SMALL = run({"extract": "SUCCESS", LONG: "FAILED", "customers": "RUNNING", "report": "BLOCKED"})


@pytest.mark.parametrize("width", [60, 80, 160])
def test_states_and_times_are_whole_however_long_a_name_is(width: int) -> None:
    lines = shown(SMALL, width=width)
    tasks = [line for line in lines if line.startswith("  ") and "http" not in line][-4:]
    assert all(len(line) <= width for line in lines)
    assert [line.split()[1:] for line in tasks] == [
        ["succeeded", "1m", "35s"],
        ["failed", "1m", "35s"],
        ["running", "3m", "20s"],
        ["blocked"],
    ]
    assert ("…" in tasks[1]) == (width < 160)


def test_the_run_itself_comes_first() -> None:
    assert shown(SMALL, width=100)[:2] == ["run 685117204390652 nightly running 3m 20s", f"  {URL}"]


def test_what_does_not_fit_is_counted() -> None:
    states = {f"t{number:03}": "SUCCESS" for number in range(60)}
    states |= {f"t{number:03}": "RUNNING" for number in range(60, 66)}
    states |= {"t066": "FAILED"} | {f"t{number:03}": "BLOCKED" for number in range(67, 200)}
    lines = shown(run(states), width=100)
    assert len(lines) <= 24
    assert [line.split()[0] for line in lines[2:9]] == [f"t{number:03}" for number in range(60, 67)]
    assert lines[-1] == "  and 122 blocked, 60 succeeded"


def test_trouble_stands_below() -> None:
    assert shown(SMALL, trouble="the workspace is busy; trying again in 3s")[-1].startswith("the workspace")


def test_before_the_first_look() -> None:
    assert shown(None) == ["waiting for the first state …"]


def test_a_name_cannot_steer_the_terminal() -> None:
    lines = shown(run({"a\x1b[2Jb": "RUNNING"}))
    assert not any("\x1b" in line for line in lines)
