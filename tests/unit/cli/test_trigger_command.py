"""``brickform trigger`` against the local workspace, with time that passes at once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from brickform.testing import (
    Ending,
    LocalWorkspace,
    RunScript,
    ends,
    fails,
    never_ends,
    server_error,
    succeeds,
)
from brickform.testing.fixtures import local_workspace
from support.command import Outcome, brickform
from support.fake_clock import FakeClock
from support.jobs import create_job, sent, task
from support.pointing import point_at, stop_clock

__all__ = ["local_workspace"]

THREE = (task("extract"), task("orders", "extract"), task("report", "orders"))


@pytest.fixture(autouse=True)
def clock(local_workspace: LocalWorkspace, monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    point_at(local_workspace, monkeypatch)
    return stop_clock(monkeypatch)


def run_id_of(done: Outcome) -> int:
    return int(done.out.split("started run ")[1].split()[0])


def test_success(local_workspace: LocalWorkspace) -> None:
    job_id = create_job(local_workspace)
    done = brickform("trigger", job_id)
    run_id = run_id_of(done)
    first, second, link = done.out.splitlines()
    assert first.startswith(f"started run {run_id} of job {job_id} (idempotency key ")
    assert second.startswith(f"run {run_id} of 'nightly' succeeded after ")
    assert link == f"  {local_workspace.url}/?o=7474644091234567#job/{job_id}/run/{run_id}"
    assert done.err.splitlines()[1:] == [
        f"run {run_id}: pending",
        "  orders: pending",
        f"run {run_id}: running",
        "  orders: running",
        f"run {run_id}: succeeded",
        "  orders: succeeded after 0s",
    ]
    assert done.code == 0


def test_a_failed_task_shows_its_own_error_and_trace(local_workspace: LocalWorkspace) -> None:
    job_id = create_job(local_workspace, *THREE)
    trace = "\x1b[0;31m---------\x1b[0m\nTraceback (most recent call last)\nValueError: no rows"
    script = RunScript({"extract": succeeds("42 rows"), "orders": fails("ValueError: no rows", trace)})
    local_workspace.script_runs(job_id, script)
    done = brickform("trigger", job_id)
    assert done.code == 4
    lines = done.out.splitlines()
    assert "failed after" in lines[1]
    assert lines[3] == (
        "  task 'orders' failed: RUN_EXECUTION_ERROR: Workload failed, see run output for details"
    )
    assert [line.strip() for line in lines[5:8]] == [
        "---------",
        "Traceback (most recent call last)",
        "ValueError: no rows",
    ]
    assert lines[8:] == ["  task 'report' upstream failed", "  result of 'extract': 42 rows"]
    outputs = sent(local_workspace, "/runs/get-output")
    assert len(outputs) == 2, "the outputs of the failed task and of the notebook, each of its own run"


@pytest.mark.parametrize(
    ("ending", "words", "code"),
    [
        (Ending(), "succeeded", 0),
        (Ending(result_state="SUCCESS_WITH_FAILURES"), "succeeded with failures", 4),
        (Ending(result_state="FAILED", code="DRIVER_ERROR"), "failed", 4),
        (Ending(result_state="TIMEDOUT", code=None), "timed out", 4),
        (Ending(result_state="CANCELED", code="USER_CANCELED"), "cancelled", 4),
        (Ending("SKIPPED", None, code="SKIPPED"), "skipped", 4),
        (Ending("INTERNAL_ERROR", None, code=None), "internal error", 4),
        (Ending(result_state="A_NEW_WORD", code="A_NEW_CODE"), "unknown", 5),
        (Ending(result_state=None, code=None), "unknown", 5),
    ],
)
def test_the_exit_code_tells_what_happened(
    local_workspace: LocalWorkspace, ending: Ending, words: str, code: int
) -> None:
    job_id = create_job(local_workspace)
    local_workspace.script_runs(job_id, RunScript(ending=ending))
    done = brickform("trigger", job_id)
    assert f"of 'nightly' {words}" in done.out
    assert done.code == code


def test_a_state_that_nobody_knows_is_given_five_minutes(
    local_workspace: LocalWorkspace, clock: FakeClock
) -> None:
    job_id = create_job(local_workspace)
    local_workspace.script_runs(job_id, RunScript(states=("A_NEW_WORD",) * 1000))
    done = brickform("trigger", job_id)
    assert "unknown: A_NEW_WORD" in done.out
    assert done.code == 5
    assert 300 < sum(clock.pauses) < 320


def test_not_waiting(local_workspace: LocalWorkspace) -> None:
    done = brickform("trigger", create_job(local_workspace), "--no-wait", "-q")
    first, link, state = done.out.splitlines()
    assert (state, done.code, done.err) == (f"run {run_id_of(done)}: pending", 0, "")
    assert "/run/" in link
    assert first.startswith("started run ")


@pytest.mark.parametrize("on_timeout", ["cancel", "detach"])
def test_when_the_time_is_over(local_workspace: LocalWorkspace, clock: FakeClock, on_timeout: str) -> None:
    job_id = create_job(local_workspace)
    local_workspace.script_runs(job_id, RunScript(other_tasks=never_ends()))
    done = brickform("trigger", job_id, "--timeout", "30m", "--on-timeout", on_timeout)
    run_id = run_id_of(done)
    assert done.code == 4
    assert 1799 < sum(clock.pauses) < 1900
    cancels = [request.body for request in sent(local_workspace, "/runs/cancel")]
    if on_timeout == "cancel":
        assert cancels == [{"run_id": run_id}]
        assert f"run {run_id} of 'nightly' cancelled" in done.out
    else:
        assert cancels == []
        assert f"it goes on: brickform runs status {run_id} --wait" in done.err


def test_a_reused_run_is_not_cancelled_when_the_time_is_over(local_workspace: LocalWorkspace) -> None:
    job_id = create_job(local_workspace)
    local_workspace.script_runs(job_id, RunScript(other_tasks=never_ends()))
    command = ("trigger", str(job_id), "--idempotency-key", "k", "--timeout", "60")
    first = brickform(*command, "--on-timeout", "detach")
    again = brickform(*command)
    assert f"run {run_id_of(first)} of job {job_id} was there" in again.out
    assert (again.code, sent(local_workspace, "/runs/cancel")) == (4, [])


def test_a_run_of_thirty_hours(local_workspace: LocalWorkspace, clock: FakeClock) -> None:
    job_id = create_job(local_workspace)
    local_workspace.script_runs(job_id, RunScript(other_tasks=succeeds(states=("RUNNING",) * 3_700)))
    done = brickform("trigger", job_id)
    assert done.code == 0
    assert sum(clock.pauses) > 30 * 3600


def test_one_json_document_at_the_end(local_workspace: LocalWorkspace) -> None:
    job_id = create_job(local_workspace, *THREE)
    local_workspace.script_runs(job_id, RunScript({"orders": fails("boom", "trace")}))
    done = brickform("trigger", job_id, "--output-format", "json")
    document = json.loads(done.out)
    assert (document["outcome"], document["job_id"], document["reused"]) == ("failed", job_id, False)
    tasks = {entry["task_key"]: entry for entry in document["tasks"]}
    assert (tasks["orders"]["error"], tasks["orders"]["error_trace"]) == ("boom", "trace")
    assert tasks["report"]["outcome"] == "upstream failed"
    assert (done.err, done.code) == ("", 4)


def test_one_event_a_line(local_workspace: LocalWorkspace) -> None:
    job_id = create_job(local_workspace)
    done = brickform("trigger", job_id, "--output-format", "json-lines")
    events: list[dict[str, Any]] = [json.loads(line) for line in done.out.splitlines()]
    assert [event["event"] for event in events] == ["started", "changed", "changed", "changed", "ended"]
    assert events[-1]["outcome"] == "succeeded"


def test_an_error_is_said_in_every_format() -> None:
    text = brickform("trigger", 12)
    assert (text.code, text.out, text.err) == (5, "", "error: Job 12 does not exist.\n")
    document = json.loads(brickform("trigger", 12, "--output-format", "json").out)
    assert document["error"]["trouble"] == "not_found"
    event = json.loads(brickform("trigger", 12, "--output-format", "json-lines").out)
    assert (event["event"], event["error"]["message"]) == ("failed", "Job 12 does not exist.")


def test_what_the_api_refuses_is_not_sent(local_workspace: LocalWorkspace) -> None:
    done = brickform("trigger", 12, "--python-param", "naïve", "--idempotency-key", "x" * 65)
    assert done.code == 2
    assert local_workspace.requests == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-p", "day"], "write NAME=VALUE, not 'day'"),
        (["-p", "day=1", "-p", "day=2"], "'day' is given twice"),
        (["--timeout", "soon"], "'soon' is no length of time"),
        (["--pipeline-param", "full_refresh=yes"], "full_refresh is true or false"),
        (["--jar-param", "a", "--notebook-param", "b=c"], "cannot be given together"),
    ],
)
def test_wrong_usage(arguments: list[str], message: str) -> None:
    done = brickform("trigger", 12, *arguments)
    assert done.code == 2
    assert message in done.err


def test_a_value_may_hold_anything() -> None:
    done = brickform("trigger", 12, "-p", "q=a=b c", "-p", "empty=", "--dry-run", "--output-format", "json")
    (request,) = json.loads(done.out)["requests"]
    assert request["body"]["job_parameters"] == {"q": "a=b c", "empty": ""}


def test_a_task_that_ends_otherwise(local_workspace: LocalWorkspace) -> None:
    job_id = create_job(local_workspace)
    ending = Ending("INTERNAL_ERROR", "FAILED", "the cluster is gone", "CLUSTER_ERROR", "CLOUD_FAILURE")
    local_workspace.script_runs(job_id, RunScript(other_tasks=ends(ending)))
    done = brickform("trigger", job_id)
    assert "  task 'orders' failed: CLUSTER_ERROR: the cluster is gone" in done.out
    assert done.code == 4


def test_a_started_run_that_cannot_be_seen_is_no_failure(
    local_workspace: LocalWorkspace,
) -> None:
    job_id = create_job(local_workspace)
    local_workspace.inject(server_error(), path="runs/get", times=1000)
    done = brickform("trigger", job_id, "--no-wait")
    assert (done.code, done.out.startswith("started run ")) == (0, True)
