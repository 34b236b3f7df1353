"""What run-now takes, what it refuses, and who may call it."""

from __future__ import annotations

from typing import Any

import pytest
from databricks.sdk import WorkspaceClient
from databricks.sdk.core import Config
from databricks.sdk.errors import BadRequest, PermissionDenied
from databricks.sdk.service import jobs

from brickform.testing import LocalWorkspace
from support.jobs_api import create, finish, get, post, start, task

ALL_KINDS: dict[str, Any] = {
    "dbt_commands": ["dbt run"],
    "jar_params": ["a"],
    "python_params": ["a"],
    "spark_submit_params": ["a"],
    "python_named_params": {"a": "b"},
    "sql_params": {"a": "b"},
    "pipeline_params": {"full_refresh": True},
}


def test_all_kinds_of_parameters(client: WorkspaceClient) -> None:
    run_id = client.jobs.run_now(
        create(client),
        dbt_commands=["dbt run"],
        jar_params=["a"],
        python_params=["a"],
        spark_submit_params=["a"],
        python_named_params={"a": "b"},
        sql_params={"a": "b"},
        pipeline_params=jobs.PipelineParams(full_refresh=True),
        performance_target=jobs.PerformanceTarget.PERFORMANCE_OPTIMIZED,
    ).run_id
    run = get(client, int(run_id))
    assert run["overriding_parameters"] == ALL_KINDS
    assert run["effective_performance_target"] == "PERFORMANCE_OPTIMIZED"


def test_job_parameters(client: WorkspaceClient) -> None:
    declared = [{"name": "day", "default": "today"}, {"name": "full", "default": "false"}]
    run_id = start(client, create(client, parameters=declared), job_parameters={"full": "true", "more": "x"})
    assert get(client, run_id)["job_parameters"] == [
        {"name": "day", "default": "today"},
        {"name": "full", "default": "false", "value": "true"},
        {"name": "more", "value": "x"},
    ]


def of_size(size: int) -> list[str]:
    """Return jar_params whose JSON has that many bytes."""
    return ["x" * (size - len('{"jar_params":[""]}'))]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"idempotency_token": "x" * 65}, "at most 64 characters"),
        ({"idempotency_token": 5}, "at most 64 characters"),
        (
            {"jar_params": ["a"], "notebook_params": {"a": "b"}},
            "jar_params cannot be specified in conjunction with notebook_params",
        ),
        ({"jar_params": of_size(10_001)}, "jar_params cannot exceed 10,000 bytes"),
        ({"notebook_params": {"a": "é" * 5000}}, "notebook_params cannot exceed 10,000 bytes"),
        ({"python_params": ["é"]}, "python_params accepts only ASCII"),
        ({"spark_submit_params": ["日本"]}, "spark_submit_params accepts only ASCII"),
        ({"job_parameters": {"a": "b"}, "sql_params": {"a": "b"}}, "in conjunction with sql_params"),
        (
            {"notebook_params": "a"},
            "Could not parse request object: Expected object for field notebook_params, found STRING",
        ),
        ({"jar_params": {"a": "b"}}, "Expected array for field jar_params, found OBJECT"),
        ({"python_params": [1]}, "Expected string for field python_params, found NUMBER"),
        ({"job_parameters": {"a": True}}, "Expected string for field job_parameters, found BOOLEAN"),
        ({"pipeline_params": []}, "Expected object for field pipeline_params, found ARRAY"),
        ({"only": ["no"]}, "Task with key no does not exist"),
        ({"only": "load"}, "Expected array for field only, found STRING"),
        ({"queue": True}, "Expected object for field queue, found BOOLEAN"),
        ({"queue": {"enabled": "true"}}, "Expected boolean for field enabled, found STRING"),
        ({"performance_target": "FAST"}, "FAST is not a valid performance_target"),
        ({"performance_target": "COST_OPTIMIZED"}, "duration_target"),
        ({"duration_target": "4h"}, "duration_target"),
        ({"job_id": "x"}, "job_id must be a number"),
    ],
)
def test_refused(
    client: WorkspaceClient, local_workspace: LocalWorkspace, body: dict[str, Any], message: str
) -> None:
    with pytest.raises(BadRequest, match=message):
        post(client, "run-now", **{"job_id": create(client), **body})
    assert local_workspace.state.runs == {}


@pytest.mark.parametrize(
    "body",
    [
        {"idempotency_token": "x" * 64},
        {"jar_params": of_size(10_000)},
        {"sql_params": {"a": "é" * 10_000}},
        {"performance_target": "COST_OPTIMIZED", "duration_target": "4h"},
        {"job_parameters": {}, "notebook_params": {"a": "é"}},
    ],
)
def test_taken(client: WorkspaceClient, body: dict[str, Any]) -> None:
    assert start(client, create(client), **body)


@pytest.mark.parametrize("name", [*sorted(ALL_KINDS.keys() - {"pipeline_params"}), "notebook_params"])
def test_a_job_with_parameters_takes_none_of_tasks(client: WorkspaceClient, name: str) -> None:
    job_id = create(client, parameters=[{"name": "day", "default": "today"}])
    with pytest.raises(BadRequest, match=f"use job_parameters instead of {name}"):
        start(client, job_id, **{name: ALL_KINDS.get(name, {"a": "b"})})


@pytest.mark.parametrize(
    ("only", "expected"),
    [
        (["b"], "b"),
        (["+b"], "ab"),
        (["b+"], "bcd"),
        (["+b+"], "abcd"),
        (["a", "e"], "ae"),
        ([], "abcde"),
    ],
)
def test_only(client: WorkspaceClient, only: list[str], expected: str) -> None:
    tasks = [task("a"), task("b", "a"), task("c", "b"), task("d", "c"), task("e")]
    run = finish(client, start(client, create(client, *tasks), only=only))
    assert [one["task_key"] for one in run["tasks"]] == list(expected)
    assert run["state"]["result_state"] == "SUCCESS"


SERVICE_PRINCIPAL = "0b9d1c38-2c1e-4f0a-9f3d-3f8a1c0e7d11"


@pytest.fixture
def other(client: WorkspaceClient, local_workspace: LocalWorkspace) -> WorkspaceClient:
    local_workspace.add_user(SERVICE_PRINCIPAL, "of the service principal")
    token = "of the service principal"
    return WorkspaceClient(config=Config(host=local_workspace.url, token=token, auth_type="pat"))


def grant(client: WorkspaceClient, job_id: int, level: jobs.JobPermissionLevel) -> None:
    entry = jobs.JobAccessControlRequest(service_principal_name=SERVICE_PRINCIPAL, permission_level=level)
    client.jobs.update_permissions(str(job_id), access_control_list=[entry])


def test_permission_comes_before_existence(client: WorkspaceClient, other: WorkspaceClient) -> None:
    assert other.current_user.me().user_name == SERVICE_PRINCIPAL
    for job_id in (create(client), 7):
        with pytest.raises(
            PermissionDenied,
            match=f"User {SERVICE_PRINCIPAL} does not have View or Admin or Manage Run or Owner permissions "
            f"on job {job_id}",
        ):
            other.jobs.get(job_id)


def test_who_may_run_a_job(client: WorkspaceClient, other: WorkspaceClient) -> None:
    job_id = create(client)
    run_id = start(client, job_id)
    assert list(other.jobs.list()) == []
    assert list(other.jobs.list_runs()) == []
    with pytest.raises(PermissionDenied):
        get(other, run_id)
    grant(client, job_id, jobs.JobPermissionLevel.CAN_VIEW)
    assert [job.job_id for job in other.jobs.list()] == [job_id]
    assert [run.run_id for run in other.jobs.list_runs()] == [run_id]
    assert get(other, run_id)
    refused = "does not have Admin or Manage Run or Owner permissions"
    for path in ("run-now", "runs/cancel", "runs/repair"):
        with pytest.raises(PermissionDenied, match=refused):
            post(other, path, job_id=job_id, run_id=run_id)
    grant(client, job_id, jobs.JobPermissionLevel.CAN_MANAGE_RUN)
    assert get(other, start(other, job_id))["creator_user_name"] == SERVICE_PRINCIPAL
    with pytest.raises(PermissionDenied, match="does not have Admin or Owner permissions"):
        other.jobs.delete(job_id)


def test_a_service_principal_owns_what_it_makes(client: WorkspaceClient, other: WorkspaceClient) -> None:
    job_id = create(other)
    entries = client.jobs.get_permissions(str(job_id)).access_control_list or []
    assert entries[0].service_principal_name == SERVICE_PRINCIPAL
    other.jobs.delete(job_id)
