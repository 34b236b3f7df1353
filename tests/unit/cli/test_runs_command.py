"""``brickform runs`` against the local workspace, with time that passes at once."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from brickform.testing import LocalWorkspace, RunScript, fails, never_ends, reply_lost, server_error, succeeds
from brickform.testing.fixtures import local_workspace
from support.command import Outcome, brickform
from support.fake_clock import FakeClock
from support.jobs import create_job, sent, task
from support.pointing import point_at, stop_clock

__all__ = ["local_workspace"]

FAILS_FIRST = RunScript({"orders": [fails("ValueError: no rows", "the trace"), succeeds("7 rows")]})


@pytest.fixture(autouse=True)
def clock(local_workspace: LocalWorkspace, monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    point_at(local_workspace, monkeypatch)
    return stop_clock(monkeypatch)


def started(job_id: int, *arguments: str) -> int:
    done = brickform("trigger", job_id, "--no-wait", "--output-format", "json", *arguments)
    return int(json.loads(done.out)["run_id"])


def failed_run(workspace: LocalWorkspace, parameters: Sequence[dict[str, str]] = ()) -> int:
    """Return a run of two tasks of which the first has failed; a repair succeeds."""
    tasks = task("orders"), task("report", "orders")
    job_id = create_job(workspace, *tasks, parameters=list(parameters))
    workspace.script_runs(job_id, FAILS_FIRST)
    run_id = started(job_id, *(["-p", "day=monday"] if parameters else []))
    assert brickform("runs", "status", run_id, "--wait", "-q").code == 4
    return run_id


def repairs(workspace: LocalWorkspace, run_id: int) -> int:
    return len(workspace.state.runs[run_id].rounds) - 1


class TestList:
    def test_newest_first(self, local_workspace: LocalWorkspace) -> None:
        job_id = create_job(local_workspace)
        create_job(local_workspace, name="other")
        ids = [started(job_id) for _ in range(3)]
        done = brickform("runs", "list", job_id)
        assert [int(line.split()[0]) for line in done.out.splitlines()] == ids[::-1]
        assert done.out.splitlines()[0].endswith("  nightly")
        assert brickform("runs", "list", "other").out == ""

    def test_more_than_a_page(self, local_workspace: LocalWorkspace) -> None:
        job_id = create_job(local_workspace, max_concurrent_runs=100)
        ids = [started(job_id) for _ in range(30)]
        done = brickform("runs", "list", "--limit", 29, "--output-format", "json")
        assert [run["run_id"] for run in json.loads(done.out)["runs"]] == ids[:0:-1]

    def test_active_ones(self, local_workspace: LocalWorkspace) -> None:
        job_id = create_job(local_workspace)
        brickform("trigger", job_id)
        run_id = started(job_id)
        done = brickform("runs", "list", "nightly", "--active", "--output-format", "json-lines")
        assert [json.loads(line)["run_id"] for line in done.out.splitlines()] == [run_id]


class TestStatus:
    def test_it_goes_on(self, local_workspace: LocalWorkspace) -> None:
        run_id = started(create_job(local_workspace))
        done = brickform("runs", "status", run_id)
        assert (done.code, done.err) == (0, "")
        assert f"run {run_id}: running" in done.out

    def test_it_failed(self, local_workspace: LocalWorkspace) -> None:
        done = brickform("runs", "status", failed_run(local_workspace))
        assert done.code == 4
        assert "the trace" in done.out

    def test_it_is_watched(self, local_workspace: LocalWorkspace) -> None:
        run_id = started(create_job(local_workspace))
        done = brickform("runs", "status", run_id, "--wait")
        assert done.code == 0
        assert f"run {run_id} of 'nightly' succeeded" in done.out

    def test_it_does_not_end_in_time(self, local_workspace: LocalWorkspace) -> None:
        job_id = create_job(local_workspace)
        local_workspace.script_runs(job_id, RunScript(other_tasks=never_ends()))
        done = brickform("runs", "status", started(job_id), "--wait", "--timeout", "2h")
        assert (done.code, sent(local_workspace, "/cancel")) == (4, [])

    def test_there_is_none(self) -> None:
        done = brickform("runs", "status", 7)
        assert (done.code, done.err) == (5, "error: Run 7 does not exist.\n")


class TestOutput:
    def test_every_task_by_its_own_run(self, local_workspace: LocalWorkspace) -> None:
        run_id = failed_run(local_workspace)
        done = brickform("runs", "output", run_id)
        assert done.out.splitlines() == [
            "task 'orders' failed",
            "  ValueError: no rows",
            "  the trace",
            "task 'report' upstream failed",
        ]
        assert done.code == 0

    def test_one_task_after_a_repair_is_its_newest_attempt(self, local_workspace: LocalWorkspace) -> None:
        run_id = failed_run(local_workspace)
        brickform("runs", "repair", run_id)
        done = brickform("runs", "output", run_id, "--task", "orders", "--output-format", "json")
        (document,) = json.loads(done.out)["tasks"]
        assert (document["notebook_result"], document["attempt_number"]) == ("7 rows", 1)

    def test_by_the_id_of_a_task(self, local_workspace: LocalWorkspace) -> None:
        run_id = failed_run(local_workspace)
        attempt = local_workspace.state.runs[run_id].attempts[0]
        assert "ValueError: no rows" in brickform("runs", "output", attempt.run_id).out

    def test_an_unknown_task(self, local_workspace: LocalWorkspace) -> None:
        done = brickform("runs", "output", failed_run(local_workspace), "--task", "nothing")
        assert done.code == 2
        assert "has no task 'nothing'; it has: orders, report" in done.err

    def test_an_error_as_a_document(self) -> None:
        done = brickform("runs", "output", 7, "--output-format", "json")
        assert (done.code, json.loads(done.out)["error"]["message"]) == (5, "Run 7 does not exist.")


class TestCancel:
    def test_it_ends(self, local_workspace: LocalWorkspace) -> None:
        job_id = create_job(local_workspace)
        local_workspace.script_runs(job_id, RunScript(other_tasks=never_ends()))
        run_id = started(job_id)
        done = brickform("runs", "cancel", run_id)
        assert done.code == 0
        assert f"run {run_id} of 'nightly' cancelled" in done.out

    def test_one_that_has_ended_stays_as_it_is(self, local_workspace: LocalWorkspace) -> None:
        run_id = failed_run(local_workspace)
        done = brickform("runs", "cancel", run_id)
        assert done.code == 0
        assert "failed" in done.out

    def test_without_waiting(self, local_workspace: LocalWorkspace) -> None:
        done = brickform("runs", "cancel", started(create_job(local_workspace)), "--no-wait")
        assert (done.code, len(sent(local_workspace, "/runs/cancel"))) == (0, 1)

    def test_a_dry_run(self) -> None:
        assert json.loads(brickform("runs", "cancel", 7, "--dry-run", "--output-format", "json").out) == {
            "requests": [{"method": "POST", "path": "/api/2.2/jobs/runs/cancel", "body": {"run_id": 7}}]
        }


class TestRepair:
    def test_what_failed_runs_again(self, local_workspace: LocalWorkspace) -> None:
        run_id = failed_run(local_workspace)
        done = brickform("runs", "repair", run_id)
        assert done.code == 0
        assert f"repairing run {run_id} (repair " in done.out
        assert "result of 'orders': 7 rows" in done.out
        assert "no rows" not in done.out, "the first attempt is told apart"

    def test_the_run_keeps_its_parameters(self, local_workspace: LocalWorkspace) -> None:
        declared = [{"name": "day", "default": "today"}, {"name": "full", "default": "no"}]
        run_id = failed_run(local_workspace, declared)
        brickform("runs", "repair", run_id, "-p", "full=yes")
        (request,) = sent(local_workspace, "/repair")
        assert request.body["job_parameters"] == {"day": "monday", "full": "yes"}

    def test_a_second_repair_names_the_first(self, local_workspace: LocalWorkspace) -> None:
        run_id = failed_run(local_workspace)
        brickform("runs", "repair", run_id, "--task", "orders")
        brickform("runs", "repair", run_id, "--task", "orders", "--task", "orders", "--with-dependent")
        first, second = sent(local_workspace, "/repair")
        assert "latest_repair_id" not in first.body
        repair_id = local_workspace.state.runs[run_id].rounds[1].repair_id
        assert second.body == {
            "run_id": run_id,
            "rerun_tasks": ["orders"],
            "rerun_dependent_tasks": True,
            "latest_repair_id": repair_id,
        }

    @pytest.mark.parametrize("again", [False, True])
    def test_a_lost_reply_is_found_in_the_history(self, local_workspace: LocalWorkspace, again: bool) -> None:
        run_id = failed_run(local_workspace)
        if again:
            brickform("runs", "repair", run_id, "--task", "orders")
        before = repairs(local_workspace, run_id)
        local_workspace.inject(reply_lost(), path="runs/repair")
        done = brickform("runs", "repair", run_id)
        assert (done.code, repairs(local_workspace, run_id)) == (0, before + 1)

    def test_what_was_not_carried_out_is_sent_again(self, local_workspace: LocalWorkspace) -> None:
        run_id = failed_run(local_workspace)
        local_workspace.inject(server_error(), path="runs/repair", times=3)
        done = brickform("runs", "repair", run_id)
        assert (done.code, repairs(local_workspace, run_id)) == (0, 1)

    def test_it_is_not_known_whether_it_runs(self, local_workspace: LocalWorkspace) -> None:
        run_id = failed_run(local_workspace)
        local_workspace.inject(reply_lost(), path="runs/repair")
        local_workspace.inject(server_error(), path="runs/get", after=1, times=1000)
        done = brickform("runs", "repair", run_id, "--output-format", "json")
        document = json.loads(done.out)
        assert (done.code, document["error"]["may_be_done"]) == (5, True)
        assert len(sent(local_workspace, "/repair")) == 1

    def test_a_run_that_goes_on(self, local_workspace: LocalWorkspace) -> None:
        job_id = create_job(local_workspace)
        local_workspace.script_runs(job_id, RunScript(other_tasks=never_ends()))
        run_id = started(job_id)
        done = brickform("runs", "repair", run_id)
        assert (done.code, sent(local_workspace, "/repair")) == (5, [])
        assert "only a run that has ended can be repaired" in done.err

    def test_a_run_that_succeeded(self, local_workspace: LocalWorkspace) -> None:
        run_id = started(create_job(local_workspace))
        brickform("runs", "status", run_id, "--wait")
        done = brickform("runs", "repair", run_id)
        assert (done.code, sent(local_workspace, "/repair")) == (5, [])
        assert "name the tasks to run again with --task" in done.err

    def test_an_unknown_task(self, local_workspace: LocalWorkspace) -> None:
        done = brickform("runs", "repair", failed_run(local_workspace), "--task", "nothing")
        assert (done.code, sent(local_workspace, "/repair")) == (5, [])
        assert "help: it has: orders, report" in done.err

    def test_a_dry_run(self) -> None:
        done: Outcome = brickform("runs", "repair", 7, "--dry-run", "--output-format", "json")
        _, request = json.loads(done.out)["requests"]
        assert request["body"] == {"run_id": 7, "rerun_all_failed_tasks": True}
