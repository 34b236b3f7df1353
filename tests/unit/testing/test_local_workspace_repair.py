"""Repairs, as databricks-sdk sees them."""

from __future__ import annotations

from typing import Any

import pytest
from databricks.sdk import WorkspaceClient
from databricks.sdk.errors import BadRequest, InvalidParameterValue
from databricks.sdk.service import jobs

from brickform.testing import LocalWorkspace, RunScript, fails, never_ends, succeeds
from support.jobs_api import create, finish, get, post, results, start, task

CHAIN = (task("a"), task("b", "a"), task("c", "b"), task("d"))


@pytest.fixture
def failed(client: WorkspaceClient, local_workspace: LocalWorkspace) -> int:
    """Give a run of four tasks: a succeeded, b failed (and does so once more), c was skipped, d succeeded."""
    local_workspace.script_runs("orders", RunScript({"b": [fails("1"), fails("2"), succeeds()]}))
    run_id = start(client, create(client, *CHAIN))
    assert results(finish(client, run_id)) == {
        "a": "SUCCESS",
        "b": "FAILED",
        "c": "UPSTREAM_FAILED",
        "d": "SUCCESS",
    }
    return run_id


def repair(client: WorkspaceClient, run_id: int, **body: Any) -> int:
    return int(post(client, "runs/repair", run_id=run_id, **body)["repair_id"])


def test_two_repairs(client: WorkspaceClient, failed: int) -> None:
    before = get(client, failed)
    first = repair(client, failed, rerun_all_failed_tasks=True)
    again = get(client, failed)
    assert (again["state"]["life_cycle_state"], again["end_time"]) == ("PENDING", 0)
    assert [(one["task_key"], one["attempt_number"]) for one in again["tasks"]] == [
        ("a", 0),
        ("b", 0),
        ("c", 0),
        ("d", 0),
        ("b", 1),
        ("c", 1),
    ]
    assert results(finish(client, failed))["b"] == "FAILED"
    second = repair(client, failed, rerun_all_failed_tasks=True, latest_repair_id=first)
    run = client.jobs.get_run(failed, include_history=True)
    history = run.repair_history or []
    assert [(item.id, item.type) for item in history] == [
        (None, jobs.RepairHistoryItemType.ORIGINAL),
        (first, jobs.RepairHistoryItemType.REPAIR),
        (second, jobs.RepairHistoryItemType.REPAIR),
    ]
    assert history[0].task_run_ids == [one["run_id"] for one in before["tasks"]]
    assert history[1].status is not None
    assert history[1].status.state == jobs.RunLifecycleStateV2State.TERMINATED
    assert history[2].status is not None
    assert history[2].status.state != jobs.RunLifecycleStateV2State.TERMINATED
    ended = finish(client, failed)
    assert results(ended) == dict.fromkeys("abcd", "SUCCESS")
    assert ended["state"]["result_state"] == "SUCCESS"
    assert "repair_history" not in ended


@pytest.mark.parametrize(
    ("body", "keys"),
    [
        ({"rerun_all_failed_tasks": True}, ["b", "c"]),
        ({"rerun_tasks": ["b"]}, ["b"]),
        ({"rerun_tasks": ["b"], "rerun_dependent_tasks": True}, ["b", "c"]),
        ({"rerun_tasks": ["a"], "rerun_dependent_tasks": True}, ["a", "b", "c"]),
        ({"rerun_tasks": ["d", "c"]}, ["c", "d"]),
        ({"rerun_tasks": ["d"], "rerun_all_failed_tasks": False}, ["d"]),
    ],
)
def test_which_tasks(client: WorkspaceClient, failed: int, body: dict[str, Any], keys: list[str]) -> None:
    repair(client, failed, **body)
    again = [one["task_key"] for one in get(client, failed)["tasks"] if one["attempt_number"] == 1]
    assert again == keys


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "Exactly one of rerun_tasks and rerun_all_failed_tasks"),
        ({"rerun_tasks": ["a"], "rerun_all_failed_tasks": True}, "Exactly one of"),
        ({"rerun_tasks": ["b", "b"]}, r"rerun_tasks cannot contain duplicate task keys\."),
        ({"rerun_tasks": ["z"]}, "Task with key z does not exist"),
        ({"rerun_tasks": "b"}, "Expected array for field rerun_tasks, found STRING"),
        ({"rerun_tasks": ["b"], "latest_repair_id": 7}, "not the ID of the latest repair"),
        ({"rerun_tasks": ["b"], "job_parameters": {"x": 1}}, "Expected string for field job_parameters"),
    ],
)
def test_refused(client: WorkspaceClient, failed: int, body: dict[str, Any], message: str) -> None:
    before = get(client, failed)
    with pytest.raises(BadRequest, match=message):
        repair(client, failed, **body)
    assert get(client, failed) == before


def test_the_latest_repair_has_to_be_named(client: WorkspaceClient, failed: int) -> None:
    repair_id = repair(client, failed, rerun_tasks=["b"])
    finish(client, failed)
    with pytest.raises(
        InvalidParameterValue,
        match="The latest repair ID needs to be provided in order to create a new repair",
    ):
        repair(client, failed, rerun_tasks=["b"])
    assert repair(client, failed, rerun_tasks=["b"], latest_repair_id=repair_id) != repair_id


def test_only_runs_that_have_ended(client: WorkspaceClient, local_workspace: LocalWorkspace) -> None:
    local_workspace.script_runs("orders", RunScript({"load": never_ends()}))
    run_id = start(client, create(client))
    with pytest.raises(BadRequest, match="still active"):
        repair(client, run_id, rerun_tasks=["load"])


def test_nothing_to_repair(client: WorkspaceClient) -> None:
    job_id = create(client, queue={"enabled": False})
    first, skipped = start(client, job_id), start(client, job_id)
    finish(client, first)
    with pytest.raises(BadRequest, match="no failed tasks"):
        repair(client, first, rerun_all_failed_tasks=True)
    with pytest.raises(BadRequest, match="was skipped"):
        repair(client, skipped, rerun_all_failed_tasks=True)
    with pytest.raises(InvalidParameterValue, match="Run 7 does not exist"):
        repair(client, 7, rerun_all_failed_tasks=True)


def test_job_parameters_have_to_be_sent_again(
    client: WorkspaceClient, local_workspace: LocalWorkspace
) -> None:
    local_workspace.script_runs("orders", RunScript({"load": fails("no")}))
    job_id = create(client, parameters=[{"name": "day", "default": "today"}])
    run_id = start(client, job_id, job_parameters={"day": "monday"})
    assert finish(client, run_id)["job_parameters"] == [
        {"name": "day", "default": "today", "value": "monday"}
    ]
    repair_id = repair(client, run_id, rerun_tasks=["load"])
    assert finish(client, run_id)["job_parameters"] == [{"name": "day", "default": "today"}]
    repair(
        client, run_id, rerun_tasks=["load"], latest_repair_id=repair_id, job_parameters={"day": "tuesday"}
    )
    assert finish(client, run_id)["job_parameters"][0]["value"] == "tuesday"


def test_a_repair_takes_the_settings_that_the_job_has_now(client: WorkspaceClient, failed: int) -> None:
    job_id = get(client, failed)["job_id"]
    changed = [task("b", max_retries=1), task("new")]
    post(client, "reset", job_id=job_id, new_settings={"name": "orders", "tasks": changed})
    repair(client, failed, rerun_tasks=["b", "new"])
    run = finish(client, failed)
    assert [one["attempt_number"] for one in run["tasks"] if one["task_key"] == "b"] == [0, 1, 2]
    assert results(run)["new"] == results(run)["b"] == "SUCCESS"


def test_a_one_time_run(client: WorkspaceClient, local_workspace: LocalWorkspace) -> None:
    local_workspace.script_runs("once", RunScript({"a": [fails("no"), succeeds()]}))
    run_id = post(client, "runs/submit", run_name="once", tasks=[task("a")])["run_id"]
    finish(client, run_id)
    client.jobs.repair_run(run_id, rerun_all_failed_tasks=True)
    assert finish(client, run_id)["state"]["result_state"] == "SUCCESS"


def test_a_repair_is_cancelled(client: WorkspaceClient, failed: int) -> None:
    repair(client, failed, rerun_tasks=["b"])
    client.jobs.cancel_run(failed)
    assert results(get(client, failed))["b"] == "CANCELED"
