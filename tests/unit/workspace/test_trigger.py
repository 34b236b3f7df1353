from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

import brickform
from brickform.testing import LocalWorkspace, RunScript, expired_token, never_ends, reply_lost
from brickform.workspace.api import trigger, wait
from brickform.workspace.api_request import ApiRequest
from brickform.workspace.client import Workspace
from brickform.workspace.errors import Trouble, WorkspaceError
from brickform.workspace.parameters import Parameters
from brickform.workspace.trigger import RunRequest, Trigger
from support.jobs import create_job, sent, task

PARAMETERS = [{"name": "day", "default": "today"}, {"name": "full", "default": "no"}]


def test_a_run_from_start_to_end(local_workspace: LocalWorkspace, workspace: Workspace) -> None:
    job_id = create_job(local_workspace)
    started = trigger(job_id, workspace=workspace)
    run = wait(started, workspace=workspace)
    assert run.succeeded
    assert (run.run_id, run.job_id, run.name) == (started.run_id, job_id, "nightly")
    assert [task.key for task in run.tasks] == ["orders"]
    assert not started.reused


def test_the_package_exports_it() -> None:
    assert brickform.trigger is trigger
    assert brickform.Workspace is Workspace


def test_every_call_has_a_token_of_its_own(local_workspace: LocalWorkspace, workspace: Workspace) -> None:
    job_id = create_job(local_workspace)
    started = [trigger(job_id, workspace=workspace) for _ in range(3)]
    tokens = [request.body["idempotency_token"] for request in sent(local_workspace, "/run-now")]
    assert tokens == [one.idempotency_token for one in started]
    assert len(set(tokens)) == len({one.run_id for one in started}) == 3


def test_one_key_is_one_run(local_workspace: LocalWorkspace, workspace: Workspace) -> None:
    job_id = create_job(local_workspace, max_concurrent_runs=5)
    trigger(job_id, workspace=workspace)
    first = trigger(job_id, idempotency_key="2024-01-01", workspace=workspace)
    trigger(job_id, workspace=workspace)
    again = trigger(job_id, idempotency_key="2024-01-01", workspace=workspace)
    assert again.run_id == first.run_id
    assert (first.reused, again.reused) == (False, True)


def test_the_newest_run_can_be_the_one_of_the_key(
    local_workspace: LocalWorkspace, workspace: Workspace
) -> None:
    job_id = create_job(local_workspace)
    assert not trigger(job_id, idempotency_key="k", workspace=workspace).reused
    assert trigger(job_id, idempotency_key="k", workspace=workspace).reused


def test_every_parameter_arrives(local_workspace: LocalWorkspace, workspace: Workspace) -> None:
    job_id = create_job(local_workspace)
    trigger(
        str(job_id),
        python_params=["--a", "1"],
        python_named_params={"n": "1"},
        sql_params={"s": "x"},
        pipeline_params={"full_refresh": True},
        dbt_commands=["dbt run"],
        spark_submit_params=["--class"],
        notebook_params={"nb": "1"},
        only=["+orders"],
        queue=False,
        performance_target="STANDARD",
        workspace=workspace,
    )
    (request,) = sent(local_workspace, "/run-now")
    del request.body["idempotency_token"]
    assert request.body == {
        "job_id": job_id,
        "python_params": ["--a", "1"],
        "python_named_params": {"n": "1"},
        "sql_params": {"s": "x"},
        "pipeline_params": {"full_refresh": True},
        "dbt_commands": ["dbt run"],
        "spark_submit_params": ["--class"],
        "notebook_params": {"nb": "1"},
        "only": ["+orders"],
        "queue": {"enabled": False},
        "performance_target": "STANDARD",
    }


def test_notebook_parameters_of_a_job_with_parameters(
    local_workspace: LocalWorkspace, workspace: Workspace
) -> None:
    job_id = create_job(local_workspace, parameters=PARAMETERS)
    started = trigger(
        job_id, notebook_params={"day": "monday"}, job_parameters={"full": "yes"}, workspace=workspace
    )
    (request,) = sent(local_workspace, "/run-now")
    assert request.body["job_parameters"] == {"day": "monday", "full": "yes"}
    assert "notebook_params" not in request.body
    run = wait(started, workspace=workspace)
    assert run.job_parameters == {"day": "monday", "full": "yes"}


def test_a_job_by_its_exact_name(local_workspace: LocalWorkspace, workspace: Workspace) -> None:
    create_job(local_workspace, name="Nightly")
    job_id = create_job(local_workspace, name="nightly")
    assert trigger("nightly", workspace=workspace).job_id == job_id


def test_a_name_in_other_case_is_no_match(local_workspace: LocalWorkspace, workspace: Workspace) -> None:
    job_id = create_job(local_workspace, name="Nightly")
    with pytest.raises(WorkspaceError, match="no job named 'nightly'") as raised:
        trigger("nightly", workspace=workspace)
    assert raised.value.trouble is Trouble.NOT_FOUND
    assert raised.value.help == f"a name counts with its case; there is 'Nightly' (id {job_id})"
    assert sent(local_workspace, "/run-now") == []


def test_a_name_that_several_jobs_have(local_workspace: LocalWorkspace, workspace: Workspace) -> None:
    ids = sorted(create_job(local_workspace, name="nightly") for _ in range(150))
    with pytest.raises(WorkspaceError, match="150 jobs are named 'nightly'") as raised:
        trigger("nightly", workspace=workspace)
    assert raised.value.trouble is Trouble.AMBIGUOUS
    assert str(ids[0]) in raised.value.help
    assert str(ids[-1]) in raised.value.help
    assert sent(local_workspace, "/run-now") == []


def test_a_job_that_does_not_exist(workspace: Workspace) -> None:
    with pytest.raises(WorkspaceError, match=r"Job 12 does not exist\.") as raised:
        trigger(12, workspace=workspace)
    assert raised.value.trouble is Trouble.NOT_FOUND
    assert raised.value.error_code == "INVALID_PARAMETER_VALUE"
    assert not raised.value.may_be_done


@pytest.mark.parametrize("by_name", [False, True])
@pytest.mark.parametrize("key", [None, "mine"])
@pytest.mark.parametrize("parameters", [{}, {"notebook_params": {"a": "b"}}])
def test_a_dry_run_prints_what_is_sent(
    local_workspace: LocalWorkspace,
    workspace: Workspace,
    by_name: bool,
    key: str | None,
    parameters: dict[str, Any],
) -> None:
    job_id = create_job(local_workspace, task("orders"))
    asked = Trigger(
        "nightly" if by_name else job_id, RunRequest(parameters=Parameters(**parameters), queue=True), key
    )
    before = len(local_workspace.requests)
    started = asked.prepare(workspace).carry_out()
    really_sent = [
        (request.method, request.path, request.query, request.body)
        for request in local_workspace.requests[before:]
        if request.path.startswith("/api/")
    ]
    names = {"<id of nightly>": str(job_id), "<token>": started.idempotency_token}
    assert [_as_sent(request, names) for request in asked.dry_run()] == really_sent


def _as_sent(request: ApiRequest, names: Mapping[str, str]) -> tuple[str, str, dict[str, str], Any]:
    text = json.dumps(request.body)
    for placeholder, value in names.items():
        text = text.replace(f'"job_id": "{placeholder}"', f'"job_id": {value}').replace(placeholder, value)
    query = {key: names.get(str(value), str(value)) for key, value in request.query.items()}
    return request.method, request.path, query, json.loads(text)


def test_a_run_that_was_started_and_cannot_be_seen_is_left_alone(
    local_workspace: LocalWorkspace, workspace: Workspace
) -> None:
    job_id = create_job(local_workspace, max_concurrent_runs=5)
    trigger(job_id, workspace=workspace)
    local_workspace.inject(expired_token(), path="runs/get", times=10)
    started = trigger(job_id, idempotency_key="k", workspace=workspace)
    assert (started.run_id in local_workspace.state.runs, started.reused) == (True, True)


def test_where_it_is_not_known_whether_a_run_was_started_the_key_is_said(
    local_workspace: LocalWorkspace, workspace: Workspace
) -> None:
    job_id = create_job(local_workspace)
    local_workspace.inject(reply_lost(), path="jobs/run-now", times=1000)
    with pytest.raises(WorkspaceError) as raised:
        trigger(job_id, idempotency_key="mine", workspace=workspace)
    assert raised.value.may_be_done
    assert "--idempotency-key mine finds it, or starts it" in raised.value.help
    local_workspace.clear_faults()
    assert trigger(job_id, idempotency_key="mine", workspace=workspace).reused
    assert len(local_workspace.state.runs) == 1


def test_a_reused_run_is_not_cancelled_by_a_wait(
    local_workspace: LocalWorkspace, workspace: Workspace
) -> None:
    job_id = create_job(local_workspace)
    local_workspace.script_runs(job_id, RunScript(other_tasks=never_ends()))
    trigger(job_id, idempotency_key="k", workspace=workspace)
    again = trigger(job_id, idempotency_key="k", workspace=workspace)
    with pytest.raises(brickform.WaitTimeoutError):
        wait(again, timeout=60, on_timeout="cancel", workspace=workspace)
    assert sent(local_workspace, "/cancel") == []
