"""Rules that hold for every run, whatever its tasks and its script."""

from __future__ import annotations

import itertools
import json
from dataclasses import asdict
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from brickform.testing import Ending, ends, fails, succeeds, times_out
from brickform.testing.local_workspace.runs import engine, saved
from brickform.testing.local_workspace.runs.model import Run

RUN_IFS = (
    "ALL_DONE",
    "ALL_FAILED",
    "ALL_SUCCESS",
    "AT_LEAST_ONE_FAILED",
    "AT_LEAST_ONE_SUCCESS",
    "NONE_FAILED",
)
WORDS = st.sampled_from(["BLOCKED", "HIBERNATING", "PENDING", "QUEUED", "RUNNING", "TERMINATED"])
STATES = st.lists(WORDS, max_size=3)
ENDINGS = st.builds(
    Ending, WORDS, st.sampled_from(["SUCCESS", "FAILED", "CANCELED", "TIMEDOUT", "GLORIOUS", None])
)
ATTEMPTS = st.one_of(
    st.builds(succeeds, states=STATES),
    st.builds(fails, st.just("no"), states=STATES),
    st.builds(times_out, states=STATES),
    st.builds(ends, ENDINGS, states=STATES),
)
STEPS = 500


@st.composite
def runs(draw: st.DrawFn) -> Run:
    """Draw a run of up to six tasks, each of which may depend on those before it."""
    keys = [f"t{number}" for number in range(draw(st.integers(0, 6)))]
    tasks: list[dict[str, Any]] = [
        {
            "task_key": key,
            "depends_on": [{"task_key": other} for other in keys[:index] if draw(st.booleans())],
            "run_if": draw(st.sampled_from(RUN_IFS)),
            "max_retries": draw(st.integers(0, 2)),
            "retry_on_timeout": draw(st.booleans()),
            "disabled": draw(st.booleans()) and draw(st.booleans()),
        }
        for index, key in enumerate(keys)
    ]
    run = Run(1, 1, "JOB_RUN", "ann", 0, {"name": "orders", "tasks": tasks}, {}, to_pass=draw(STATES))
    run.scripts = {key: draw(st.lists(ATTEMPTS, min_size=1, max_size=3)) for key in keys}
    return run


def started(run: Run) -> itertools.count[int]:
    ids = itertools.count(2)
    engine.begin(run, run.settings["tasks"], None, 0, lambda: next(ids))
    return ids


def finished(run: Run) -> Run:
    ids = started(run)
    for now in range(1, STEPS):
        if run.ending:
            return run
        engine.advance(run, now, lambda: next(ids))
    raise AssertionError("the run does not end")


@settings(deadline=None)
@given(runs())
def test_a_run_ends_with_all_of_its_tasks(run: Run) -> None:
    finished(run)
    assert all(attempt.ending for attempt in run.attempts)
    assert run.latest().keys() == {task["task_key"] for task in run.settings["tasks"]}
    ids = [attempt.run_id for attempt in run.attempts]
    assert len(set(ids)) == len(ids)


@settings(deadline=None)
@given(runs())
def test_no_task_is_tried_too_often(run: Run) -> None:
    finished(run)
    for task in run.settings["tasks"]:
        numbers = [one.attempt_number for one in run.attempts if one.task_key == task["task_key"]]
        assert numbers == list(range(len(numbers)))
        assert len(numbers) <= task["max_retries"] + 1


@settings(deadline=None)
@given(runs())
def test_a_task_waits_for_those_before_it(run: Run) -> None:
    finished(run)
    last = run.latest()
    for attempt in run.attempts:
        assert all(last[key].end_time <= attempt.end_time for key in attempt.upstream)


@settings(deadline=None)
@given(runs(), st.integers(0, 10))
def test_a_cancelled_run_ends_at_the_next_step(run: Run, steps: int) -> None:
    ids = started(run)
    for now in range(steps):
        if run.active:
            engine.advance(run, now, lambda: next(ids))
    run.cancelling = run.active
    if run.active:
        engine.advance(run, steps, lambda: next(ids))
        assert run.ending
        assert run.ending.result_state == "CANCELED"
    assert all(attempt.ending for attempt in run.attempts)


@settings(deadline=None)
@given(runs(), st.integers(0, 10))
def test_a_saved_run_goes_on_as_it_would_have(run: Run, steps: int) -> None:
    ids = started(run)
    for now in range(steps):
        if run.active:
            engine.advance(run, now, lambda: next(ids))
    assert saved.run(json.loads(json.dumps(asdict(run)))) == run
