"""Faults on request, as an HTTP client and as databricks-sdk see them."""

from __future__ import annotations

import http.client
import json
import threading
import time
from typing import Any

import pytest
from databricks.sdk import WorkspaceClient
from databricks.sdk.errors import InternalError, PermissionDenied, Unauthenticated
from hypothesis import given, settings
from hypothesis import strategies as st

from brickform.testing import (
    Fault,
    LocalWorkspace,
    connection_reset,
    expired_token,
    reply_lost,
    server_error,
    slow,
    too_many_requests,
    unavailable,
)
from brickform.testing.local_workspace.faults import FaultPlan

RUN_NOW = "jobs/run-now"


@pytest.fixture
def job_id(client: WorkspaceClient) -> int:
    job_id = client.jobs.create(name="orders").job_id
    assert job_id is not None
    return job_id


def ask(workspace: LocalWorkspace, method: str, path: str, body: Any = None) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(workspace.url.removeprefix("http://"), timeout=10)
    connection.request(method, path, json.dumps(body) if body else None, {"Authorization": "Bearer x"})
    return connection.getresponse()


def run_now(workspace: LocalWorkspace, job_id: int) -> http.client.HTTPResponse:
    return ask(workspace, "POST", "/api/2.2/jobs/run-now", {"job_id": job_id})


@pytest.mark.parametrize(
    ("fault", "status", "retry_after", "error_code", "runs"),
    [
        (too_many_requests(7), 429, "7", "REQUEST_LIMIT_EXCEEDED", 0),
        (too_many_requests(None), 429, None, "REQUEST_LIMIT_EXCEEDED", 0),
        (server_error(), 500, None, "INTERNAL_ERROR", 0),
        (server_error(carried_out=True), 500, None, "INTERNAL_ERROR", 1),
        (unavailable(), 503, None, "TEMPORARILY_UNAVAILABLE", 0),
        (unavailable(3, carried_out=True), 503, "3", "TEMPORARILY_UNAVAILABLE", 1),
        (expired_token(), 403, None, "PERMISSION_DENIED", 0),
        (expired_token(401), 401, None, "UNAUTHENTICATED", 0),
    ],
)
def test_errors(
    local_workspace: LocalWorkspace,
    job_id: int,
    fault: Fault,
    status: int,
    retry_after: str | None,
    error_code: str,
    runs: int,
) -> None:
    local_workspace.inject(fault, path=RUN_NOW)
    response = run_now(local_workspace, job_id)
    assert (response.status, response.getheader("Retry-After")) == (status, retry_after)
    assert json.loads(response.read())["error_code"] == error_code
    assert len(local_workspace.state.runs) == runs
    assert run_now(local_workspace, job_id).status == 200
    assert [(one.status, one.fault) for one in local_workspace.requests[-2:]] == [
        (status, fault.name),
        (200, None),
    ]


@pytest.mark.parametrize(
    ("fault", "seen", "runs"),
    [
        (connection_reset(), ConnectionResetError, 0),
        (reply_lost(), http.client.RemoteDisconnected, 1),
    ],
)
def test_no_answer(
    local_workspace: LocalWorkspace,
    job_id: int,
    capfd: pytest.CaptureFixture[str],
    fault: Fault,
    seen: type[Exception],
    runs: int,
) -> None:
    local_workspace.inject(fault, path=RUN_NOW)
    with pytest.raises(ConnectionError) as raised:
        run_now(local_workspace, job_id)
    assert raised.type is seen
    assert len(local_workspace.state.runs) == runs
    assert local_workspace.requests[-1].status is None
    assert capfd.readouterr() == ("", "")


def test_slow(local_workspace: LocalWorkspace, job_id: int) -> None:
    local_workspace.inject(slow(0.3), path=RUN_NOW)
    began = time.monotonic()
    assert run_now(local_workspace, job_id).status == 200
    assert time.monotonic() - began >= 0.3


def test_a_slow_answer_keeps_nobody_waiting(local_workspace: LocalWorkspace, job_id: int) -> None:
    local_workspace.inject(slow(60), path=RUN_NOW)
    connection = http.client.HTTPConnection(local_workspace.url.removeprefix("http://"), timeout=0.2)
    connection.request(
        "POST", "/api/2.2/jobs/run-now", json.dumps({"job_id": job_id}), {"Authorization": "Bearer x"}
    )
    with pytest.raises(TimeoutError):
        connection.getresponse()
    assert len(local_workspace.state.runs) == 1
    assert ask(local_workspace, "GET", "/api/2.2/jobs/list").status == 200
    connection.close()


def test_the_sdk_starts_two_runs_without_a_token(
    client: WorkspaceClient, local_workspace: LocalWorkspace, job_id: int
) -> None:
    local_workspace.inject(reply_lost(), path=RUN_NOW)
    client.jobs.run_now(job_id)
    assert len(local_workspace.state.runs) == 2


@pytest.mark.parametrize("fault", [reply_lost(), connection_reset(), too_many_requests(0), unavailable()])
def test_the_sdk_starts_one_run_with_a_token(
    client: WorkspaceClient, local_workspace: LocalWorkspace, job_id: int, fault: Fault
) -> None:
    local_workspace.inject(fault, path=RUN_NOW)
    run_id = client.jobs.run_now(job_id, idempotency_token="t").run_id
    assert list(local_workspace.state.runs) == [run_id]
    assert [one.fault for one in local_workspace.requests if one.path.endswith(RUN_NOW)] == [fault.name, None]


def test_what_the_sdk_raises(client: WorkspaceClient, local_workspace: LocalWorkspace, job_id: int) -> None:
    for fault, error in (
        (server_error(), InternalError),
        (expired_token(), PermissionDenied),
        (expired_token(401), Unauthenticated),
    ):
        local_workspace.inject(fault, path=RUN_NOW)
        with pytest.raises(error):
            client.jobs.run_now(job_id)


def test_which_requests(local_workspace: LocalWorkspace) -> None:
    local_workspace.inject(server_error(), method="GET", path="jobs/list", after=1, times=2)
    statuses = [ask(local_workspace, "GET", "/api/2.2/jobs/list").status for _ in range(5)]
    assert statuses == [200, 500, 500, 200, 200]
    local_workspace.inject(server_error(), method="POST", path="jobs/list")
    assert ask(local_workspace, "GET", "/api/2.2/jobs/list").status == 200


def plan_of(*wanted: tuple[Fault, str | None, str]) -> FaultPlan:
    plan = FaultPlan()
    for fault, method, path in wanted:
        plan.add(fault, method, path, 0, 1)
    return plan


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("jobs/runs/get", "/api/2.2/jobs/runs/get", True),
        ("jobs/runs/get", "/api/2.2/jobs/runs/get-output", False),
        ("runs/get", "/api/2.2/jobs/runs/get", True),
        ("uns/get", "/api/2.2/jobs/runs/get", False),
        ("import-file/*", "/api/2.0/workspace-files/import-file//Shared/x", True),
        ("/api/2.1/*", "/api/2.2/jobs/runs/get", False),
        ("*", "/api/2.2/jobs/runs/get", True),
    ],
)
def test_patterns(pattern: str, path: str, *, matches: bool) -> None:
    assert (plan_of((server_error(), None, pattern)).next_for("GET", path) is not None) is matches


def test_faults_take_turns() -> None:
    plan = plan_of((server_error(), None, "*"), (reply_lost(), None, "*"))
    found = [plan.next_for("GET", "/x") for _ in range(3)]
    assert [fault.name if fault else None for fault in found] == ["server error", "reply lost", None]
    plan = plan_of((server_error(), None, "*"))
    plan.clear()
    assert plan.next_for("GET", "/x") is None


@pytest.mark.parametrize(("after", "times"), [(-1, 1), (0, 0)])
def test_wrong_counts(local_workspace: LocalWorkspace, after: int, times: int) -> None:
    with pytest.raises(ValueError, match="after must be 0 or more"):
        local_workspace.inject(server_error(), after=after, times=times)


def test_wrong_rate(local_workspace: LocalWorkspace) -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        local_workspace.inject_at_random(1, rate=2)


def drawn(seed: int, rate: float, paths: list[str]) -> list[tuple[str, str | None]]:
    plan = FaultPlan()
    plan.add_random((server_error(), reply_lost()), None, "/api/*", seed, rate)
    found = [(path, plan.next_for("GET", path)) for path in paths]
    return sorted((path, fault.name if fault else "") for path, fault in found)


@settings(deadline=None)
@given(st.integers(), st.permutations(["/api/a"] * 10 + ["/api/b"] * 10))
def test_random_faults_do_not_depend_on_the_order_of_other_requests(seed: int, paths: list[str]) -> None:
    assert drawn(seed, 0.5, paths) == drawn(seed, 0.5, sorted(paths))


def test_the_rate_of_random_faults() -> None:
    happened = [name for _, name in drawn(3, 0.3, ["/api/a"] * 2000) if name]
    assert 500 < len(happened) < 700
    assert set(happened) == {"server error", "reply lost"}
    assert [name for _, name in drawn(3, 1, ["/other"]) if name] == []


def status_of(workspace: LocalWorkspace, body: Any) -> int | None:
    try:
        return ask(workspace, "POST", "/api/2.2/jobs/run-now", body).status
    except ConnectionError:
        return None


def test_random_faults_over_http(local_workspace: LocalWorkspace, job_id: int) -> None:
    local_workspace.inject_at_random(5, rate=0.5, path=RUN_NOW)
    body = {"job_id": job_id, "idempotency_token": "t"}
    statuses = {status_of(local_workspace, body) for _ in range(60)}
    assert statuses == {200, 429, 500, 503, None}
    assert len(local_workspace.state.runs) == 1
    local_workspace.clear_faults()
    assert run_now(local_workspace, job_id).status == 200


def test_one_run_for_each_token_whatever_happens(local_workspace: LocalWorkspace, job_id: int) -> None:
    local_workspace.inject_at_random(7, rate=0.4, path=RUN_NOW)
    answers: list[tuple[str, int]] = []

    def trigger(token: str) -> None:
        body = {"job_id": job_id, "idempotency_token": token}
        while status_of(local_workspace, body) != 200:
            pass
        answers.append((token, local_workspace.state.run_tokens[token]))

    threads = [threading.Thread(target=trigger, args=(f"token {number % 40}",)) for number in range(200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 200
    assert {run_id for _, run_id in answers} == set(local_workspace.state.runs)
    assert len(local_workspace.state.runs) == 40
