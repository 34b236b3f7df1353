from __future__ import annotations

import random

import pytest

from brickform.testing import (
    Ending,
    LocalWorkspace,
    RunScript,
    connection_reset,
    ends,
    fails,
    never_ends,
    reply_lost,
    server_error,
    succeeds,
    unavailable,
)
from brickform.workspace.api import cancel, trigger, wait
from brickform.workspace.client import Workspace
from brickform.workspace.errors import Trouble, WorkspaceError
from brickform.workspace.retries import Retries
from brickform.workspace.runs import Run
from brickform.workspace.states import Outcome
from brickform.workspace.wait import WaitTimeoutError, get_run
from support.fake_clock import FakeClock
from support.jobs import create_job, sent, task


@pytest.fixture
def job_id(local_workspace: LocalWorkspace) -> int:
    return create_job(local_workspace)


def test_it_is_called_for_every_change_and_for_nothing_else(
    local_workspace: LocalWorkspace, workspace: Workspace, job_id: int
) -> None:
    states = ("PENDING", "RUNNING", "RUNNING", "RUNNING", "TERMINATING")
    local_workspace.script_runs(job_id, RunScript(other_tasks=succeeds(states=states)))
    seen: list[Run] = []
    wait(trigger(job_id, workspace=workspace), on_change=seen.append, workspace=workspace)
    words = [run.tasks[0].state.word for run in seen]
    assert words == ["PENDING", "RUNNING", "TERMINATING", "TERMINATED"]


@pytest.mark.parametrize("fault", [server_error(), unavailable(9), connection_reset(), reply_lost()])
def test_trouble_that_passes_does_not_end_it(
    local_workspace: LocalWorkspace, workspace: Workspace, job_id: int, fault: object
) -> None:
    started = trigger(job_id, workspace=workspace)
    local_workspace.inject(fault, path="runs/get", times=20)  # type: ignore[arg-type]
    assert wait(started, workspace=workspace).succeeded


def test_an_outage_of_an_hour_ends_it(
    local_workspace: LocalWorkspace, workspace: Workspace, clock: FakeClock, job_id: int
) -> None:
    started = trigger(job_id, workspace=workspace)
    local_workspace.inject(server_error(), path="runs/get", times=10_000)
    with pytest.raises(WorkspaceError) as raised:
        wait(started, workspace=workspace)
    assert raised.value.trouble is Trouble.UNAVAILABLE
    assert 3_500 < sum(clock.pauses) <= 3_600


@pytest.mark.parametrize("broken", [False, True])
def test_a_time_limit_holds_whatever_happens(
    local_workspace: LocalWorkspace, workspace: Workspace, clock: FakeClock, job_id: int, broken: bool
) -> None:
    local_workspace.script_runs(job_id, RunScript(other_tasks=never_ends()))
    started = trigger(job_id, workspace=workspace)
    if broken:
        local_workspace.inject(server_error(), path="runs/get", after=3, times=10_000)
    with pytest.raises(WaitTimeoutError) as raised:
        wait(started, timeout=600, workspace=workspace)
    assert 560 < sum(clock.pauses) <= 600.001
    assert raised.value.run is not None
    assert raised.value.run.outcome is None
    assert sent(local_workspace, "/cancel") == []


def test_no_time_at_all_is_one_look(
    local_workspace: LocalWorkspace, workspace: Workspace, clock: FakeClock, job_id: int
) -> None:
    started = trigger(job_id, workspace=workspace)
    with pytest.raises(WaitTimeoutError):
        wait(started, timeout=0, workspace=workspace)
    assert (len(sent(local_workspace, "/runs/get")), clock.pauses) == (1, [])


def test_a_run_is_cancelled_when_the_time_is_over(
    local_workspace: LocalWorkspace, workspace: Workspace, job_id: int
) -> None:
    local_workspace.script_runs(job_id, RunScript(other_tasks=never_ends()))
    with pytest.raises(WaitTimeoutError) as raised:
        wait(trigger(job_id, workspace=workspace), timeout=60, on_timeout="cancel", workspace=workspace)
    assert raised.value.run is not None
    assert raised.value.run.outcome is Outcome.CANCELLED


def test_the_time_of_day_does_not_matter(
    local_workspace: LocalWorkspace, environment: None, monkeypatch: pytest.MonkeyPatch, job_id: int
) -> None:
    jumps = iter([1e9, -1e9, 4e9, 0] * 100)
    monkeypatch.setattr("time.time", lambda: next(jumps))
    workspace = Workspace(retries=Retries(clock=FakeClock()))
    local_workspace.script_runs(job_id, RunScript(other_tasks=succeeds(states=("RUNNING",) * 50)))
    assert wait(trigger(job_id, workspace=workspace), timeout=3600, workspace=workspace).succeeded


def test_pauses_are_short_at_first_and_never_long(
    local_workspace: LocalWorkspace, workspace: Workspace, clock: FakeClock, job_id: int
) -> None:
    local_workspace.script_runs(job_id, RunScript(other_tasks=succeeds(states=("RUNNING",) * 200)))
    wait(trigger(job_id, workspace=workspace), workspace=workspace)
    assert all(0.7 < pause < 1.3 for pause in clock.pauses[:10])
    assert 20 < max(clock.pauses) < 40


def test_more_tasks_than_a_page_holds(local_workspace: LocalWorkspace, workspace: Workspace) -> None:
    keys = [f"task_{number:03}" for number in range(250)]
    job_id = create_job(local_workspace, *(task(key) for key in keys))
    local_workspace.script_runs(job_id, RunScript({"task_249": fails("boom")}))
    run = wait(trigger(job_id, workspace=workspace), workspace=workspace)
    assert [entry.key for entry in run.tasks] == keys
    assert [entry.key for entry in run.tasks if entry.state.outcome is Outcome.FAILED] == ["task_249"]


def test_of_every_task_the_newest_attempt_counts(
    local_workspace: LocalWorkspace, workspace: Workspace
) -> None:
    job_id = create_job(local_workspace, task("orders", max_retries=3))
    attempts = [fails("first"), fails("second"), succeeds("third")]
    local_workspace.script_runs(job_id, RunScript({"orders": attempts}))
    run = wait(trigger(job_id, workspace=workspace), workspace=workspace)
    (newest,) = run.tasks
    assert (newest.attempt, newest.state.outcome) == (2, Outcome.SUCCEEDED)
    assert [attempt.attempt for attempt in run.earlier_attempts] == [0, 1]


def test_cancelling_what_has_ended_changes_nothing(workspace: Workspace, job_id: int) -> None:
    started = trigger(job_id, workspace=workspace)
    wait(started, workspace=workspace)
    assert cancel(started, workspace=workspace).outcome is Outcome.SUCCEEDED


def test_a_lost_reply_to_a_cancel(local_workspace: LocalWorkspace, workspace: Workspace, job_id: int) -> None:
    local_workspace.script_runs(job_id, RunScript(other_tasks=never_ends()))
    started = trigger(job_id, workspace=workspace)
    local_workspace.inject(reply_lost(), path="runs/cancel", times=3)
    assert cancel(started, workspace=workspace).outcome is Outcome.CANCELLED


def test_a_service_that_is_told_the_seed_of_chance(
    local_workspace: LocalWorkspace, environment: None, job_id: int
) -> None:
    local_workspace.script_runs(job_id, RunScript(other_tasks=ends(Ending(), states=("RUNNING",) * 30)))
    pauses = []
    for _ in range(2):
        clock = FakeClock()
        workspace = Workspace(retries=Retries(clock=clock, chance=random.Random(5)))
        wait(trigger(job_id, workspace=workspace), workspace=workspace)
        pauses.append(clock.pauses)
    assert pauses[0] == pauses[1]


def test_the_run_says_what_it_is(workspace: Workspace, job_id: int) -> None:
    started = trigger(job_id, workspace=workspace)
    run = get_run(workspace, started.run_id)
    assert (run.job_id, run.name, run.outcome, run.succeeded) == (job_id, "nightly", None, False)
    assert run.url.endswith(f"#job/{job_id}/run/{started.run_id}")
