"""The functions as an agent or a notebook calls them: text in, JSON out, whatever happens."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from brickform.functions import (
    cancel_run,
    get_job_status,
    get_run_output,
    list_jobs,
    trigger_databricks_flow,
)
from brickform.functions.answers import answer
from brickform.testing import LocalWorkspace, RunScript, fails, never_ends, reply_lost, unavailable
from support.fake_clock import FakeClock
from support.jobs import create_job, sent, task
from support.pointing import point_at, stop_clock

Reply = dict[str, Any]


@pytest.fixture(autouse=True)
def clock(local_workspace: LocalWorkspace, monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    point_at(local_workspace, monkeypatch)
    return stop_clock(monkeypatch)


def called(function: Callable[..., str], *arguments: Any, **named: Any) -> Reply:
    said = json.loads(function(*arguments, **named))
    assert isinstance(said, dict)
    return said


def started(workspace: LocalWorkspace) -> list[Any]:
    return [request.body for request in sent(workspace, "/run-now")]


def test_a_run_is_started(local_workspace: LocalWorkspace) -> None:
    job_id = create_job(local_workspace)
    reply = called(trigger_databricks_flow, str(job_id))
    assert reply["success"] is True
    assert reply["job_id"] == str(job_id)
    assert reply["run_id"].isdigit()
    assert reply["run_page_url"].startswith("http")
    assert reply["state"]
    assert reply["reused"] is False
    assert [body["idempotency_token"] for body in started(local_workspace)] == [reply["idempotency_token"]]


def test_every_kind_of_parameter(local_workspace: LocalWorkspace) -> None:
    job_id = create_job(local_workspace)
    called(
        trigger_databricks_flow,
        str(job_id),
        notebook_params='{"start_date": "2024-01-01"}',
        python_params='["--mode", "production"]',
        pipeline_params='{"full_refresh": true}',
        sql_params='{"a": "b"}',
        dbt_commands='["dbt run"]',
        idempotency_token="mine",
    )
    assert started(local_workspace) == [
        {
            "job_id": job_id,
            "notebook_params": {"start_date": "2024-01-01"},
            "python_params": ["--mode", "production"],
            "pipeline_params": {"full_refresh": True},
            "sql_params": {"a": "b"},
            "dbt_commands": ["dbt run"],
            "idempotency_token": "mine",
        }
    ]


def test_job_parameters(local_workspace: LocalWorkspace) -> None:
    job_id = create_job(local_workspace, parameters=[{"name": "day", "default": ""}])
    called(trigger_databricks_flow, str(job_id), job_parameters='{"day": "2024-01-01"}')
    assert started(local_workspace)[0]["job_parameters"] == {"day": "2024-01-01"}


def test_an_empty_text_is_an_absent_argument(local_workspace: LocalWorkspace) -> None:
    job_id = create_job(local_workspace)
    reply = called(trigger_databricks_flow, str(job_id), *[""] * 8)
    assert started(local_workspace) == [{"job_id": job_id, "idempotency_token": reply["idempotency_token"]}]


def test_one_token_is_one_run(local_workspace: LocalWorkspace) -> None:
    job_id = create_job(local_workspace)
    first, again = (called(trigger_databricks_flow, str(job_id), idempotency_token="t") for _ in range(2))
    assert first["run_id"] == again["run_id"]
    assert (first["reused"], again["reused"]) == (False, True)


def test_the_answer_of_the_page_for_a_job_that_is_not_there() -> None:
    assert called(trigger_databricks_flow, "123456789") == {
        "success": False,
        "job_id": "123456789",
        "error": "Job 123456789 does not exist.",
        "error_type": "ResourceDoesNotExist",
        "message": "Failed to trigger job 123456789: Job 123456789 does not exist.",
        "help": None,
    }


HOSTILE = [
    {"job_id": "1; DROP TABLE jobs"},
    {"job_id": ""},
    {"job_id": None},
    {"job_id": True},
    {"job_id": ["1"]},
    {"job_id": "-1"},
    {"job_id": "١"},
    {"job_id": "9" * 1_000_000},
    {"notebook_params": "{env: test}"},
    {"notebook_params": "[1]"},
    {"notebook_params": '{"a": 1}'},
    {"notebook_params": {"a": "b"}},
    {"notebook_params": json.dumps({"a": "x" * 1_000_000})},
    {"notebook_params": "[" * 100_000},
    {"python_params": '{"a": "b"}'},
    {"python_params": '["é"]'},
    {"python_params": json.dumps(["é" * 100_000])},
    {"python_params": "[1]"},
    {"pipeline_params": '{"full_refresh": "true"}'},
    {"jar_params": '["a"]', "notebook_params": '{"a": "b"}'},
    {"idempotency_token": "x" * 65},
    {"idempotency_token": 5},
]


@pytest.mark.parametrize("given", HOSTILE, ids=lambda given: str(given)[:40])
def test_nothing_is_sent_for_what_is_no_request(local_workspace: LocalWorkspace, given: Reply) -> None:
    job_id = create_job(local_workspace)
    before = len(local_workspace.requests)
    reply = called(trigger_databricks_flow, **{"job_id": str(job_id), **given})
    assert reply["success"] is False
    assert reply["error_type"] == "InvalidParameterValue"
    assert len(reply["message"]) < 2_000
    assert len(local_workspace.requests) == before


@pytest.mark.parametrize("text", ["'; DROP TABLE x --", '"$$`{{}}${x}', "\x00\u2028\U0001f600"])
def test_what_is_in_a_value_arrives_as_it_is(local_workspace: LocalWorkspace, text: str) -> None:
    job_id = create_job(local_workspace)
    assert called(trigger_databricks_flow, str(job_id), json.dumps({text: text}))["success"]
    assert started(local_workspace)[0]["notebook_params"] == {text: text}


def test_a_lost_reply_starts_one_run(local_workspace: LocalWorkspace) -> None:
    job_id = create_job(local_workspace)
    local_workspace.inject(reply_lost(), path="run-now", times=2)
    assert called(trigger_databricks_flow, str(job_id))["success"]
    assert len(local_workspace.state.runs) == 1


def test_a_run_that_may_have_been_started_is_found_with_its_token(local_workspace: LocalWorkspace) -> None:
    job_id = create_job(local_workspace)
    local_workspace.inject(reply_lost(), path="run-now", times=1000)
    lost = called(trigger_databricks_flow, str(job_id))
    assert (lost["success"], lost["error_type"]) == (False, "ReplyLost")
    assert "a run may have been started" in lost["help"]
    local_workspace.clear_faults()
    found = called(trigger_databricks_flow, str(job_id), idempotency_token=lost["idempotency_token"])
    assert found["success"]
    assert len(local_workspace.state.runs) == 1


def test_a_run_whose_state_cannot_be_read_was_started_all_the_same(local_workspace: LocalWorkspace) -> None:
    job_id = create_job(local_workspace)
    local_workspace.inject(unavailable(), path="runs/get", times=1000)
    reply = called(trigger_databricks_flow, str(job_id))
    assert (reply["success"], reply["state"], reply["run_page_url"]) == (True, None, None)
    assert int(reply["run_id"]) in local_workspace.state.runs


def test_the_text_of_a_bug_stays_inside() -> None:
    def work() -> dict[str, Any]:
        raise RuntimeError("dapi-secret")

    assert answer("work", {"run_id": "1"}, work) == {
        "success": False,
        "run_id": "1",
        "error": "RuntimeError",
        "error_type": "InternalError",
        "message": "Failed to work: RuntimeError",
    }


def test_the_workspace_is_given_up_in_time(local_workspace: LocalWorkspace, clock: FakeClock) -> None:
    local_workspace.inject(unavailable(), times=1000)
    before = clock.monotonic()
    assert called(get_job_status, "1")["error_type"] == "TemporarilyUnavailable"
    assert clock.monotonic() - before <= 30


def test_no_answer_holds_the_token(local_workspace: LocalWorkspace, monkeypatch: pytest.MonkeyPatch) -> None:
    token = "dapi" + "0123456789abcdef" * 2
    monkeypatch.setenv("DATABRICKS_TOKEN", token)
    answers = [trigger_databricks_flow("1"), get_job_status("1"), list_jobs(), cancel_run("1")]
    monkeypatch.setenv("DATABRICKS_HOST", f"http://user:{token}@127.0.0.1:9")
    answers += [trigger_databricks_flow("1"), get_run_output("1")]
    assert not [reply for reply in answers if token in reply]


def test_the_status_of_a_run(local_workspace: LocalWorkspace) -> None:
    run_id = called(trigger_databricks_flow, str(create_job(local_workspace)))["run_id"]
    states = [called(get_job_status, run_id) for _ in range(10)]
    assert states[0]["run_id"] == run_id
    assert states[0]["tasks"][0]["task_key"] == "orders"
    assert states[-1]["outcome"] == "succeeded"


def test_the_output_of_a_run(local_workspace: LocalWorkspace) -> None:
    job_id = create_job(local_workspace, task("good"), task("bad"))
    bad_end = fails("ValueError: no\n" + "x" * 50_000, trace="t" * 50_000)
    local_workspace.script_runs(job_id, RunScript({"bad": bad_end}))
    run_id = called(trigger_databricks_flow, str(job_id))["run_id"]
    while called(get_job_status, run_id)["outcome"] is None:
        pass
    reply = called(get_run_output, run_id)
    bad = next(entry for entry in reply["tasks"] if entry["task_key"] == "bad")
    assert bad["error"].startswith("ValueError: no")
    assert len(bad["error"]) == len(bad["error_trace"]) == 10_000
    assert bad["truncated"] is True


def test_a_run_is_cancelled(local_workspace: LocalWorkspace) -> None:
    job_id = create_job(local_workspace)
    local_workspace.script_runs(job_id, RunScript({"orders": never_ends()}))
    run_id = called(trigger_databricks_flow, str(job_id))["run_id"]
    assert called(cancel_run, run_id)["success"]
    assert [called(get_job_status, run_id) for _ in range(5)][-1]["outcome"] == "cancelled"
    assert called(cancel_run, run_id)["outcome"] == "cancelled"


def test_jobs_are_listed(local_workspace: LocalWorkspace) -> None:
    ids = [create_job(local_workspace, name=name) for name in ("Orders", "re-orders", "customers")]
    jobs = called(list_jobs, "ORDERS")["jobs"]
    assert {(job["job_id"], job["name"]) for job in jobs} == {
        (str(ids[0]), "Orders"),
        (str(ids[1]), "re-orders"),
    }
    assert len(called(list_jobs, "", 2)["jobs"]) == 2
    assert len(called(list_jobs)["jobs"]) == 3


@pytest.mark.parametrize("function", [get_job_status, get_run_output, cancel_run])
def test_a_run_that_is_not_there(function: Callable[..., str]) -> None:
    assert called(function, "5")["error_type"] == "ResourceDoesNotExist"
    assert called(function, "five")["error_type"] == "InvalidParameterValue"
