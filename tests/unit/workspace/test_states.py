"""What the words of the API mean: every combination, and words of the future."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from click import unstyle

from brickform.cli.run_session import exit_code
from brickform.report.runs import render_end
from brickform.workspace.runs import read_run
from brickform.workspace.states import ACTIVE_WORDS, CODES, ENDED_WORDS, RESULTS, Outcome, read_state

EXPECTED = Path(__file__).parent / "expected" / "outcomes.txt"
LIFE_CYCLES = [*sorted(ACTIVE_WORDS), *ENDED_WORDS]
NOT_YET_KNOWN = "A_WORD_OF_THE_FUTURE"


def entry(life_cycle: str = "", result: str = "", code: str = "", **more: object) -> dict[str, object]:
    """Write a run as the API does: words that are empty are left out."""
    state = {"life_cycle_state": life_cycle, "result_state": result}
    details = {"code": code}
    return {
        "run_id": 1,
        "state": {key: value for key, value in state.items() if value},
        "status": {
            "state": "TERMINATED" if life_cycle in ENDED_WORDS else life_cycle,
            "termination_details": {key: value for key, value in details.items() if value},
        },
        **more,
    }


def test_the_tables_hold_every_word_of_the_sdk() -> None:
    """An SDK that knows more words than we do makes this fail: then the words have to be understood."""
    jobs = pytest.importorskip("databricks.sdk.service.jobs")
    v2 = {word.value for word in jobs.RunLifecycleStateV2State}
    assert {word.value for word in jobs.RunLifeCycleState} | v2 == ACTIVE_WORDS | ENDED_WORDS.keys()
    assert {word.value for word in jobs.RunResultState} <= RESULTS.keys()
    assert {word.value for word in jobs.TerminationCodeCode} <= CODES.keys()


def test_every_combination_has_its_outcome_exit_code_and_message(update: bool) -> None:
    lines = [_line(life_cycle, "", "") for life_cycle in [*sorted(ACTIVE_WORDS), NOT_YET_KNOWN]]
    ends = product(ENDED_WORDS, ["", *RESULTS, NOT_YET_KNOWN], ["", *CODES, NOT_YET_KNOWN])
    lines += [_line(*end) for end in ends]
    text = "\n".join(lines) + "\n"
    if update:
        EXPECTED.parent.mkdir(exist_ok=True)
        EXPECTED.write_text(text, encoding="utf-8")
    assert text == EXPECTED.read_text(encoding="utf-8")


def _line(life_cycle: str, result: str, code: str) -> str:
    run = read_run(entry(life_cycle, result, code))
    words = f"{life_cycle:<21} {result or '-':<32} {code or '-':<31}"
    if run.outcome is None:
        return f"{words} goes on" if run.state.is_known else f"{words} not known yet"
    return f"{words} exit {exit_code(run)}  {unstyle(render_end(run, [])).strip()}"


def test_only_what_says_success_everywhere_is_a_success() -> None:
    words = [*LIFE_CYCLES, NOT_YET_KNOWN, ""]
    results = ["", *RESULTS, NOT_YET_KNOWN]
    for life_cycle, result, code in product(words, results, ["", *CODES, NOT_YET_KNOWN]):
        outcome = read_state(entry(life_cycle, result, code, end_time=1)).outcome
        says_success = {result, code} - {""} == {"SUCCESS"} and life_cycle == "TERMINATED"
        assert (outcome is Outcome.SUCCEEDED) == says_success, (life_cycle, result, code)


@pytest.mark.parametrize("life_cycle", sorted(ACTIVE_WORDS))
def test_active_words_never_end_a_run(life_cycle: str) -> None:
    for result, code in product(["", *RESULTS], ["", *CODES]):
        assert read_state(entry(life_cycle, result, code)).outcome is None


def test_status_alone_is_enough() -> None:
    ended = {
        "status": {"state": "TERMINATED", "termination_details": {"code": "DRIVER_ERROR", "message": "gone"}}
    }
    state = read_state(ended)
    assert (state.outcome, state.reason, state.message) == (Outcome.FAILED, "DRIVER_ERROR", "gone")
    assert read_state({"status": {"state": "WAITING"}}).outcome is None


def test_state_alone_is_enough() -> None:
    state = read_state({"state": {"life_cycle_state": "TERMINATED", "result_state": "SUCCESS"}})
    assert state.outcome is Outcome.SUCCEEDED


def test_a_known_word_beside_an_unknown_one_counts() -> None:
    state = read_state({"state": {"life_cycle_state": NOT_YET_KNOWN}, "status": {"state": "RUNNING"}})
    assert (state.word, state.outcome, state.is_known) == ("RUNNING", None, True)


@pytest.mark.parametrize("broken", [{}, {"state": None}, {"state": []}, {"state": {"life_cycle_state": 7}}])
def test_a_run_without_a_state_is_not_known(broken: dict[str, object]) -> None:
    state = read_state(broken)
    assert (state.word, state.outcome, state.is_known) == ("", None, False)


def test_an_unknown_word_with_an_end_is_an_unknown_outcome() -> None:
    assert read_state(entry(NOT_YET_KNOWN, end_time=5)).outcome is Outcome.UNKNOWN


def test_why_a_run_is_queued_is_its_message() -> None:
    details = {"code": "MAX_CONCURRENT_RUNS_REACHED", "message": "one run at a time"}
    assert (
        read_state({"status": {"state": "QUEUED", "queue_details": details}}).message == "one run at a time"
    )
