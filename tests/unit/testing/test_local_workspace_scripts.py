"""What a test can say of runs: states, ends, attempts, the queue, and the time."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest
from databricks.sdk import WorkspaceClient
from databricks.sdk.core import Config
from databricks.sdk.service import jobs

from brickform.testing import (
    Attempt,
    Ending,
    LocalWorkspace,
    RunScript,
    ends,
    fails,
    never_ends,
    succeeds,
    times_out,
)
from brickform.testing.local_workspace.runs.script import ScriptBook
from support.jobs_api import create, finish, get, post, results, start, task


def attempts(run: dict[str, Any], key: str) -> list[tuple[int, str, str | None]]:
    return [
        (one["attempt_number"], one["state"]["life_cycle_state"], one["state"].get("result_state"))
        for one in run["tasks"]
        if one["task_key"] == key
    ]


LIFE_CYCLE_STATES = [state.value for state in jobs.RunLifeCycleState]
RESULT_STATES = [state.value for state in jobs.RunResultState]
CODES = [code.value for code in jobs.TerminationCodeCode]


def test_every_combination_of_an_end(client: WorkspaceClient, local_workspace: LocalWorkspace) -> None:
    words = [*product([*LIFE_CYCLE_STATES, "HIBERNATING"], [*RESULT_STATES, "GLORIOUS", None])]
    endings = [
        Ending(life, result, "why", code, "CLIENT_ERROR")
        for (life, result), code in zip(words, [*CODES, "UNHEARD_OF", None] * 10, strict=False)
    ]
    assert len(endings) == 120
    local_workspace.script_runs("orders", *(RunScript({"load": ends(one, states=[])}) for one in endings))
    job_id = create(client, max_concurrent_runs=1000)
    for ending in endings:
        run = finish(client, start(client, job_id))
        state, details = run["state"], run["status"]["termination_details"]
        assert state["life_cycle_state"] == ending.life_cycle_state
        assert state.get("result_state") == ending.result_state
        assert state["state_message"] == details["message"] == "why"
        assert details.get("code") == ending.code


@pytest.mark.parametrize(
    ("states", "status"),
    [
        (["QUEUED"], "QUEUED"),
        (["PENDING"], "PENDING"),
        (["RUNNING"], "RUNNING"),
        (["TERMINATING"], "TERMINATING"),
        (["HIBERNATING"], "HIBERNATING"),
    ],
)
def test_states_before_the_end(
    client: WorkspaceClient, local_workspace: LocalWorkspace, states: list[str], status: str
) -> None:
    local_workspace.script_runs("orders", RunScript({"load": succeeds(states=states)}))
    run_id = start(client, create(client))
    run = get(client, run_id)
    assert (run["state"]["life_cycle_state"], run["status"]["state"]) == (states[0], status)
    assert get(client, run_id)["state"]["result_state"] == "SUCCESS"


def test_states_of_the_run_itself(client: WorkspaceClient, local_workspace: LocalWorkspace) -> None:
    local_workspace.script_runs("orders", RunScript(states=("QUEUED", "HIBERNATING")))
    run_id = start(client, create(client, task("a"), task("b")))
    seen = [get(client, run_id)["state"]["life_cycle_state"] for _ in range(5)]
    assert seen == ["QUEUED", "HIBERNATING", "PENDING", "RUNNING", "TERMINATED"]


def test_an_end_of_the_run_itself(client: WorkspaceClient, local_workspace: LocalWorkspace) -> None:
    ending = Ending("INTERNAL_ERROR", None, "The driver is gone.", "DRIVER_ERROR", "INTERNAL_ERROR")
    local_workspace.script_runs("orders", RunScript(ending=ending))
    run = finish(client, start(client, create(client)))
    assert run["state"] == {
        "life_cycle_state": "INTERNAL_ERROR",
        "state_message": "The driver is gone.",
        "user_cancelled_or_timedout": False,
    }
    assert results(run) == {"load": "SUCCESS"}


def test_a_run_that_never_ends(client: WorkspaceClient, local_workspace: LocalWorkspace) -> None:
    local_workspace.script_runs("orders", RunScript({"load": never_ends(states=["PENDING", "STUCK"])}))
    run_id = start(client, create(client))
    seen = [get(client, run_id)["state"]["life_cycle_state"] for _ in range(30)]
    assert seen == ["PENDING"] + ["STUCK"] * 29


def test_scripts_are_used_in_turn(client: WorkspaceClient, local_workspace: LocalWorkspace) -> None:
    job_id, other = create(client, max_concurrent_runs=9), create(client, name="other")
    local_workspace.script_runs(job_id, RunScript({"load": fails("no")}), RunScript())
    ids = [start(client, job_id) for _ in range(3)]
    found = [finish(client, run_id)["state"]["result_state"] for run_id in ids]
    assert found == ["FAILED", "SUCCESS", "SUCCESS"]
    assert finish(client, start(client, other))["state"]["result_state"] == "SUCCESS"


def test_script_of_a_one_time_run(client: WorkspaceClient, local_workspace: LocalWorkspace) -> None:
    local_workspace.script_runs("once", RunScript(other_tasks=fails("no")))
    run_id = post(client, "runs/submit", run_name="once", tasks=[task("inner_notebook")])["run_id"]
    assert finish(client, run_id)["state"]["result_state"] == "FAILED"


def test_a_script_has_to_be_given() -> None:
    with pytest.raises(ValueError, match="at least one script"):
        ScriptBook().write("orders", [])


def test_retries(client: WorkspaceClient, local_workspace: LocalWorkspace) -> None:
    local_workspace.script_runs(
        "orders", RunScript({"load": [fails("first"), fails("second"), succeeds("3")]})
    )
    run_id = start(client, create(client, task("load", max_retries=2)))
    seen = [get(client, run_id) for _ in range(4)]
    assert attempts(seen[2], "load") == [(0, "TERMINATED", "FAILED"), (1, "WAITING_FOR_RETRY", None)]
    assert seen[2]["tasks"][1]["status"]["state"] == "WAITING"
    assert [run["state"]["life_cycle_state"] for run in seen] == ["PENDING", "RUNNING", "RUNNING", "RUNNING"]
    run = finish(client, run_id)
    assert [one[2] for one in attempts(run, "load")] == ["FAILED", "FAILED", "SUCCESS"]
    assert run["state"]["result_state"] == "SUCCESS"
    errors = [client.jobs.get_run_output(one["run_id"]).error for one in run["tasks"]]
    assert errors == ["first", "second", None]
    original = get(client, run["tasks"][2]["run_id"])["original_attempt_run_id"]
    assert original == run["tasks"][0]["run_id"]


@pytest.mark.parametrize(
    ("settings", "script", "expected"),
    [
        ({}, fails("no"), 1),
        ({"max_retries": 2}, fails("no"), 3),
        ({"max_retries": 2}, times_out(), 1),
        ({"max_retries": 2, "retry_on_timeout": True}, times_out(), 3),
        ({"max_retries": 2}, succeeds(), 1),
    ],
)
def test_how_often_a_task_is_tried(
    client: WorkspaceClient,
    local_workspace: LocalWorkspace,
    settings: dict[str, Any],
    script: Attempt,
    expected: int,
) -> None:
    local_workspace.script_runs("orders", RunScript(other_tasks=script))
    run = finish(client, start(client, create(client, task("load", **settings))))
    assert len(attempts(run, "load")) == expected


@pytest.mark.parametrize("ended", ["SUCCESS", "FAILED"])
@pytest.mark.parametrize(
    ("run_if", "after"),
    [
        ("ALL_SUCCESS", {"SUCCESS": "SUCCESS", "FAILED": "UPSTREAM_FAILED"}),
        ("AT_LEAST_ONE_SUCCESS", {"SUCCESS": "SUCCESS", "FAILED": "EXCLUDED"}),
        ("NONE_FAILED", {"SUCCESS": "SUCCESS", "FAILED": "EXCLUDED"}),
        ("ALL_DONE", {"SUCCESS": "SUCCESS", "FAILED": "SUCCESS"}),
        ("AT_LEAST_ONE_FAILED", {"SUCCESS": "EXCLUDED", "FAILED": "SUCCESS"}),
        ("ALL_FAILED", {"SUCCESS": "EXCLUDED", "FAILED": "SUCCESS"}),
    ],
)
def test_run_if(
    client: WorkspaceClient, local_workspace: LocalWorkspace, run_if: str, after: dict[str, str], ended: str
) -> None:
    local_workspace.script_runs("orders", RunScript({"a": succeeds() if ended == "SUCCESS" else fails("no")}))
    run = finish(client, start(client, create(client, task("a"), task("b", "a", run_if=run_if))))
    assert results(run) == {"a": ended, "b": after[ended]}


@pytest.mark.parametrize(
    ("failing", "expected"),
    [
        ([], ("TERMINATED", "SUCCESS")),
        (["a"], ("INTERNAL_ERROR", "FAILED")),
        (["c"], ("INTERNAL_ERROR", "FAILED")),
        (["d"], ("TERMINATED", "SUCCESS_WITH_FAILURES")),
    ],
)
def test_the_leaves_decide(
    client: WorkspaceClient,
    local_workspace: LocalWorkspace,
    failing: list[str],
    expected: tuple[str, str],
) -> None:
    local_workspace.script_runs("orders", RunScript({key: fails("no") for key in failing}))
    tasks = [task("a"), task("b", "a"), task("c", "b"), task("d"), task("e", "d", run_if="ALL_DONE")]
    state = finish(client, start(client, create(client, *tasks)))["state"]
    assert (state["life_cycle_state"], state["result_state"]) == expected
    if expected[1] == "FAILED":
        assert state["state_message"].startswith(f"Task {failing[0]} failed with message: Workload failed")


def test_disabled_tasks(client: WorkspaceClient) -> None:
    run = finish(client, start(client, create(client, task("a", disabled=True), task("b"))))
    assert results(run) == {"a": "DISABLED", "b": "SUCCESS"}


def test_a_cancelled_upstream(client: WorkspaceClient, local_workspace: LocalWorkspace) -> None:
    canceled = Ending("TERMINATED", "CANCELED", "by hand", "USER_CANCELED", "CLIENT_ERROR")
    local_workspace.script_runs("orders", RunScript({"a": ends(canceled)}))
    run = finish(client, start(client, create(client, task("a"), task("b", "a"))))
    assert results(run) == {"a": "CANCELED", "b": "UPSTREAM_CANCELED"}
    assert run["state"]["result_state"] == "CANCELED"


def test_no_room_and_no_queue(client: WorkspaceClient) -> None:
    job_id = create(client, queue={"enabled": False})
    first, second = start(client, job_id), start(client, job_id)
    run = get(client, second)
    assert (run["state"]["life_cycle_state"], run["state"]["result_state"]) == (
        "SKIPPED",
        "MAXIMUM_CONCURRENT_RUNS_REACHED",
    )
    assert run["status"]["termination_details"]["code"] == "MAX_CONCURRENT_RUNS_EXCEEDED"
    assert run["tasks"] == []
    finish(client, first)
    assert finish(client, start(client, job_id))["state"]["result_state"] == "SUCCESS"


@pytest.mark.parametrize(("asked", "state"), [(True, "QUEUED"), (False, "SKIPPED")])
def test_the_queue_of_a_call(client: WorkspaceClient, *, asked: bool, state: str) -> None:
    job_id = create(client, queue={"enabled": not asked})
    start(client, job_id)
    run = get(client, start(client, job_id, queue={"enabled": asked}))
    assert run["state"]["life_cycle_state"] == state


def test_no_run_at_all(client: WorkspaceClient) -> None:
    run = get(client, start(client, create(client, max_concurrent_runs=0)))
    assert run["state"]["life_cycle_state"] == "SKIPPED"


def test_the_queue(client: WorkspaceClient) -> None:
    job_id = create(client)
    first, second, third = (start(client, job_id) for _ in range(3))
    run = get(client, third)
    assert run["state"]["life_cycle_state"] == "QUEUED"
    assert run["status"]["queue_details"]["code"] == "MAX_CONCURRENT_RUNS_REACHED"
    assert finish(client, first)["state"]["result_state"] == "SUCCESS"
    assert get(client, third)["state"]["life_cycle_state"] == "QUEUED"
    assert get(client, second)["state"]["life_cycle_state"] == "PENDING"


def test_the_last_in_the_queue_ends_although_nobody_looks_at_the_others(client: WorkspaceClient) -> None:
    job_id = create(client)
    *others, last = [start(client, job_id) for _ in range(3)]
    client.jobs.cancel_run(others[1])
    assert finish(client, last)["state"]["result_state"] == "SUCCESS"


def test_a_queued_run_is_cancelled(client: WorkspaceClient) -> None:
    job_id = create(client)
    _, second = start(client, job_id), start(client, job_id)
    client.jobs.cancel_run(second)
    assert get(client, second)["state"]["result_state"] == "CANCELED"


@dataclass
class Clock:
    now: float = 1_700_000_000

    def __call__(self) -> float:
        return self.now


def test_a_clock_moves_runs_on() -> None:
    clock = Clock()
    with LocalWorkspace(clock=clock, step_seconds=3600) as workspace:
        client = WorkspaceClient(config=Config(host=workspace.url, token="x", auth_type="pat"))
        workspace.script_runs("orders", RunScript({"load": succeeds(states=["PENDING"] + ["RUNNING"] * 29)}))
        run_id = start(client, create(client))
        for _ in range(5):
            assert get(client, run_id)["state"]["life_cycle_state"] == "PENDING"
        clock.now += 3600
        assert get(client, run_id)["state"]["life_cycle_state"] == "RUNNING"
        clock.now += 29 * 3600 - 1
        assert get(client, run_id)["state"]["life_cycle_state"] == "RUNNING"
        clock.now += 500
        run = get(client, run_id)
        assert run["state"]["result_state"] == "SUCCESS"
        assert run["run_duration"] == 30 * 3600 * 1000
        clock.now -= 10 * 3600
        assert get(client, run_id) == run


def test_a_clock_moves_the_queue_on() -> None:
    clock = Clock()
    with LocalWorkspace(clock=clock) as workspace:
        client = WorkspaceClient(config=Config(host=workspace.url, token="x", auth_type="pat"))
        job_id = create(client)
        first, second = start(client, job_id), start(client, job_id)
        clock.now += 19
        assert get(client, second)["state"]["life_cycle_state"] == "QUEUED"
        clock.now += 11
        assert get(client, second)["state"]["life_cycle_state"] == "PENDING"
        clock.now += 20
        assert get(client, second)["state"]["result_state"] == "SUCCESS"
        assert get(client, first)["state"]["result_state"] == "SUCCESS"
