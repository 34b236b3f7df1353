"""``brickform functions call``: the test before an agent gets a function."""

from __future__ import annotations

import json
from typing import Any

import pytest

from brickform.testing import LocalWorkspace
from support.command import brickform
from support.jobs import create_job, sent
from support.pointing import point_at


@pytest.fixture(autouse=True)
def _environment(local_workspace: LocalWorkspace, monkeypatch: pytest.MonkeyPatch) -> None:
    point_at(local_workspace, monkeypatch)


def called(*arguments: str) -> tuple[int, Any]:
    done = brickform("functions", "call", *arguments)
    assert done.err == ""
    return done.code, json.loads(done.out)


def test_a_run_is_started(local_workspace: LocalWorkspace) -> None:
    job_id = create_job(local_workspace)
    code, answer = called(
        "trigger_databricks_flow", "--job-id", str(job_id), "--python-params", '["--verbose"]'
    )
    assert (code, answer["success"]) == (0, True)
    assert [request.body["python_params"] for request in sent(local_workspace, "/run-now")] == [["--verbose"]]
    code, answer = called("get_job_status", "--run-id", answer["run_id"])
    assert (code, answer["job_id"]) == (0, str(job_id))


def test_a_dry_run_sends_nothing(local_workspace: LocalWorkspace) -> None:
    code, preview = called(
        "trigger_databricks_flow", "--job-id", "7", "--notebook-params", '{"env": "test"}', "--dry-run"
    )
    assert code == 0
    assert preview["requests"][-1]["body"] == {
        "job_id": 7,
        "notebook_params": {"env": "test"},
        "idempotency_token": "<token>",
    }
    assert local_workspace.requests == []


def test_an_answer_without_success() -> None:
    code, answer = called("trigger_databricks_flow", "--job-id", "7")
    assert (code, answer["error_type"]) == (5, "ResourceDoesNotExist")


def test_a_dry_run_of_malformed_json() -> None:
    done = brickform(
        "functions", "call", "trigger_databricks_flow", "--job-id", "7", "--sql-params", "{", "--dry-run"
    )
    assert done.code == 2
    assert "sql_params is not JSON: write an object of JSON" in done.err


def test_jobs_are_listed(local_workspace: LocalWorkspace) -> None:
    create_job(local_workspace)
    code, answer = called("list_jobs", "--limit", "1")
    assert (code, [job["name"] for job in answer["jobs"]]) == (0, ["nightly"])
