"""Runs of jobs and one-time runs, as databricks-sdk sees them."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest
from databricks.sdk import WorkspaceClient
from databricks.sdk.errors import BadRequest, InvalidParameterValue, ResourceDoesNotExist
from databricks.sdk.service import compute, jobs
from databricks.sdk.service.jobs import RunLifeCycleState, RunResultState

from brickform.testing import LocalWorkspace, RunScript, fails, never_ends, succeeds
from support.jobs_api import create, finish, get, post, start, task


def test_a_run_succeeds_after_a_few_polls(client: WorkspaceClient) -> None:
    job_id = create(client)
    run_id = int(client.jobs.run_now(job_id).run_id)
    seen = [client.jobs.get_run(run_id) for _ in range(4)]
    assert [run.state.life_cycle_state for run in seen if run.state] == [
        RunLifeCycleState.PENDING,
        RunLifeCycleState.RUNNING,
        RunLifeCycleState.TERMINATED,
        RunLifeCycleState.TERMINATED,
    ]
    last = seen[-1]
    assert last.state is not None
    assert last.state.result_state == RunResultState.SUCCESS
    assert last.status is not None
    assert last.status.termination_details is not None
    assert last.status.termination_details.code == jobs.TerminationCodeCode.SUCCESS
    assert (last.job_id, last.run_type, last.run_name) == (job_id, jobs.RunType.JOB_RUN, "orders")
    assert f"#job/{job_id}/run/{last.run_id}" in str(last.run_page_url)


def test_the_wait_of_the_sdk(client: WorkspaceClient) -> None:
    run = client.jobs.run_now_and_wait(create(client))
    assert run.state is not None
    assert run.state.result_state == RunResultState.SUCCESS


def test_submit(client: WorkspaceClient) -> None:
    cluster_id = client.clusters.create(spark_version="x", node_type_id="y", num_workers=1).cluster_id
    notebook = jobs.NotebookTask("/Shared/orders")
    submitted = jobs.SubmitTask("inner_notebook", notebook_task=notebook, existing_cluster_id=cluster_id)
    run_id = client.jobs.submit(run_name="orders", tasks=[submitted]).run_id
    run = finish(client, int(run_id))
    assert (run["run_type"], run["run_name"]) == ("SUBMIT_RUN", "orders")
    assert run["tasks"][0]["cluster_instance"] == {"cluster_id": cluster_id}
    assert list(client.jobs.list()) == []
    client.jobs.update_permissions(
        str(run["job_id"]),
        access_control_list=[
            jobs.JobAccessControlRequest(group_name="data", permission_level=jobs.JobPermissionLevel.CAN_VIEW)
        ],
    )
    entries = client.jobs.get_permissions(str(run["job_id"])).access_control_list or []
    assert [entry.group_name for entry in entries] == [None, "data", "admins"]


def test_a_token_stands_for_one_run(client: WorkspaceClient, local_workspace: LocalWorkspace) -> None:
    job_id = create(client)
    first = start(client, job_id, idempotency_token="t")
    assert start(client, job_id, idempotency_token="t") == first
    assert start(client, job_id, idempotency_token="u") != first
    submitted = [post(client, "runs/submit", tasks=[task("a")], idempotency_token="s") for _ in range(2)]
    assert submitted[0] == submitted[1]
    assert len(local_workspace.state.runs) == 3


def test_the_token_of_a_deleted_run(client: WorkspaceClient) -> None:
    job_id = create(client)
    run_id = start(client, job_id, idempotency_token="t")
    finish(client, run_id)
    client.jobs.delete_run(run_id)
    with pytest.raises(BadRequest, match="has been deleted"):
        start(client, job_id, idempotency_token="t")


def test_a_refused_call_takes_no_token(client: WorkspaceClient) -> None:
    job_id = create(client)
    with pytest.raises(BadRequest):
        start(client, job_id, idempotency_token="t", only=["nothing"])
    assert finish(client, start(client, job_id, idempotency_token="t"))


def test_many_calls_at_once(client: WorkspaceClient, local_workspace: LocalWorkspace) -> None:
    job_id = create(client, max_concurrent_runs=1000)
    ids: list[int] = []

    def call(number: int) -> None:
        ids.append(start(client, job_id, idempotency_token=f"token {number // 2}"))

    threads = [threading.Thread(target=call, args=(number,)) for number in range(200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ids) == 200
    assert sorted(set(ids)) == sorted(local_workspace.state.runs)
    assert len(set(ids)) == 100


def test_tasks_follow_each_other(client: WorkspaceClient) -> None:
    run_id = start(client, create(client, task("a"), task("b", "a"), task("c", "a", "b")))
    states = []
    while True:
        run = get(client, run_id)
        states.append([one["state"]["life_cycle_state"] for one in run["tasks"]])
        if run["end_time"]:
            break
    assert states[0] == ["PENDING", "BLOCKED", "BLOCKED"]
    assert states[2] == ["TERMINATED", "BLOCKED", "BLOCKED"]
    assert states[3] == ["TERMINATED", "PENDING", "BLOCKED"]
    assert states[-1] == ["TERMINATED", "TERMINATED", "TERMINATED"]


def test_output_of_a_task(client: WorkspaceClient, local_workspace: LocalWorkspace) -> None:
    script = RunScript({"a": succeeds("42 rows"), "b": fails("ValueError: no rows", "Traceback: line 7")})
    local_workspace.script_runs("orders", script)
    run = finish(client, start(client, create(client, task("a"), task("b"))))
    a, b = (client.jobs.get_run_output(one["run_id"]) for one in run["tasks"])
    assert a.notebook_output == jobs.NotebookOutput("42 rows", truncated=False)
    assert (a.error, a.error_trace) == (None, None)
    assert (b.error, b.error_trace) == ("ValueError: no rows", "Traceback: line 7")
    assert b.metadata is not None
    assert b.metadata.state is not None
    assert b.metadata.state.result_state == RunResultState.FAILED
    with pytest.raises(InvalidParameterValue, match="runs with multiple tasks is not supported"):
        client.jobs.get_run_output(run["run_id"])


def test_a_large_result_is_cut(client: WorkspaceClient, local_workspace: LocalWorkspace) -> None:
    local_workspace.script_runs("orders", RunScript({"load": succeeds("é" * 3_000_000)}))
    run = finish(client, start(client, create(client)))
    output = client.jobs.get_run_output(run["tasks"][0]["run_id"]).notebook_output
    assert output is not None
    assert output.truncated
    assert len(str(output.result).encode()) == 5 * 1024 * 1024


def test_no_output_before_the_end(client: WorkspaceClient) -> None:
    run_id = start(client, create(client))
    attempt = get(client, run_id)["tasks"][0]["run_id"]
    answer = client.api_client.do("GET", "/api/2.2/jobs/runs/get-output", query={"run_id": attempt})
    assert isinstance(answer, dict)
    assert list(answer) == ["metadata"]


def test_the_run_of_a_task(client: WorkspaceClient) -> None:
    run_id = start(client, create(client, task("a"), task("b")))
    attempt = get(client, run_id)["tasks"][1]["run_id"]
    found = finish(client, attempt)
    assert (found["run_id"], found["job_run_id"]) == (attempt, run_id)
    assert [one["task_key"] for one in found["tasks"]] == ["b"]


def test_cancel(client: WorkspaceClient, local_workspace: LocalWorkspace) -> None:
    local_workspace.script_runs("orders", RunScript({"a": never_ends()}))
    run_id = start(client, create(client, task("a"), task("b", "a")))
    get(client, run_id)
    client.jobs.cancel_run(run_id)
    assert local_workspace.state.runs[run_id].cancelling
    run = get(client, run_id)
    assert run["state"] == {
        "life_cycle_state": "TERMINATED",
        "result_state": "CANCELED",
        "state_message": "Run cancelled.",
        "user_cancelled_or_timedout": True,
    }
    assert run["status"]["termination_details"]["code"] == "USER_CANCELED"
    assert [one["state"]["result_state"] for one in run["tasks"]] == ["CANCELED", "CANCELED"]
    client.jobs.cancel_run(run_id)
    assert get(client, run_id) == run


def test_terminating_is_seen_in_the_list(client: WorkspaceClient) -> None:
    run_id = start(client, create(client))
    client.jobs.cancel_run(run_id)
    (listed,) = client.jobs.list_runs(active_only=True)
    assert listed.state is not None
    assert listed.state.life_cycle_state == RunLifeCycleState.TERMINATING


def test_cancel_all(client: WorkspaceClient, local_workspace: LocalWorkspace) -> None:
    job_id, other = create(client, max_concurrent_runs=2), create(client)
    ids = [start(client, job_id) for _ in range(3)]
    kept = start(client, other)
    client.jobs.cancel_all_runs(job_id=job_id, all_queued_runs=True)
    runs = local_workspace.state.runs
    assert [runs[run_id].cancelling for run_id in ids] == [False, False, True]
    client.jobs.cancel_all_runs(job_id=job_id)
    assert [runs[run_id].cancelling for run_id in ids] == [True, True, True]
    assert not runs[kept].cancelling
    with pytest.raises(BadRequest):
        client.jobs.cancel_all_runs()


def test_delete(client: WorkspaceClient) -> None:
    run_id = start(client, create(client))
    with pytest.raises(BadRequest, match="still active"):
        client.jobs.delete_run(run_id)
    finish(client, run_id)
    client.jobs.delete_run(run_id)
    with pytest.raises(ResourceDoesNotExist, match=f"Run {run_id} does not exist"):
        client.jobs.get_run(run_id)


@pytest.mark.parametrize("path", ["cancel", "delete"])
def test_unknown_runs(client: WorkspaceClient, path: str) -> None:
    with pytest.raises(InvalidParameterValue, match=r"Run 7 does not exist\."):
        post(client, f"runs/{path}", run_id=7)


def test_unknown_job(client: WorkspaceClient) -> None:
    with pytest.raises(InvalidParameterValue, match=r"Job 7 does not exist\."):
        client.jobs.run_now(7)


def test_export(client: WorkspaceClient) -> None:
    run = finish(client, start(client, create(client)))
    (view,) = client.jobs.export_run(run["tasks"][0]["run_id"]).views or []
    assert (view.name, view.type) == ("orders", jobs.ViewType.NOTEBOOK)
    with pytest.raises(BadRequest):
        client.jobs.export_run(run["run_id"])


def test_list(client: WorkspaceClient) -> None:
    job_id = create(client, max_concurrent_runs=100)
    ids = [start(client, job_id) for _ in range(45)]
    finish(client, ids[0])
    submitted = post(client, "runs/submit", tasks=[task("a")])["run_id"]
    assert [run.run_id for run in client.jobs.list_runs(job_id=job_id)] == ids[::-1]
    assert [run.run_id for run in client.jobs.list_runs(job_id=job_id, completed_only=True)] == ids[:1]
    assert len(list(client.jobs.list_runs(active_only=True, limit=0))) == 45
    of_type = client.jobs.list_runs(run_type=jobs.RunType.SUBMIT_RUN, expand_tasks=True)
    assert [(run.run_id, [one.task_key for one in run.tasks or []]) for run in of_type] == [
        (submitted, ["a"])
    ]
    assert list(client.jobs.list_runs(start_time_to=1)) == []
    assert list(client.jobs.list_runs(start_time_from=2**50)) == []
    for wrong in ({"limit": 26}, {"active_only": True, "completed_only": True}):
        with pytest.raises(BadRequest):
            list(client.jobs.list_runs(**wrong))


def test_tasks_come_in_pages(client: WorkspaceClient) -> None:
    run_id = start(client, create(client, *(task(f"t{number:03d}") for number in range(230))))
    page = get(client, run_id)
    assert len(page["tasks"]) == 100
    second = get(client, run_id, page_token=page["next_page_token"])
    assert second["state"] == page["state"]
    run = client.jobs.get_run(run_id)
    assert len({one.task_key for one in run.tasks or []}) == 230


def test_the_older_api(client: WorkspaceClient) -> None:
    body = {"job_id": create(client)}
    answer = client.api_client.do("POST", "/api/2.1/jobs/run-now", body=body)
    assert isinstance(answer, dict)
    query = {"run_id": answer["run_id"]}
    assert client.api_client.do("GET", "/api/2.1/jobs/runs/get", query=query)


def test_runs_survive_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    with LocalWorkspace(state_file=file) as workspace:
        client = WorkspaceClient(host=workspace.url, token="x", auth_type="pat")
        workspace.script_runs("orders", RunScript({"load": [fails("no"), succeeds("1")]}))
        run_id = start(client, create(client, task("load", max_retries=1)), idempotency_token="t")
        for _ in range(4):
            get(client, run_id)
        before = workspace.state
    with LocalWorkspace(state_file=file) as workspace:
        assert workspace.state == before
        client = WorkspaceClient(host=workspace.url, token="x", auth_type="pat")
        assert finish(client, run_id)["state"]["result_state"] == "SUCCESS"


def test_a_state_file_without_runs(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    with LocalWorkspace(state_file=file):
        pass
    saved = json.loads(file.read_text())
    for name in ("runs", "run_tokens", "runs_made"):
        del saved[name]
    file.write_text(json.dumps(saved))
    assert LocalWorkspace(state_file=file).state.runs == {}


def test_a_refused_submit(client: WorkspaceClient, local_workspace: LocalWorkspace) -> None:
    owner = {"user_name": "ann", "permission_level": "IS_OWNER"}
    refused: list[tuple[dict[str, Any], str]] = [
        ({}, "One or more tasks"),
        ({"tasks": [task("a", existing_cluster_id="no")]}, "Cluster no does not exist"),
        (
            {"tasks": [task("a", environment_key="e")]},
            "'e' used by task a is not defined",
        ),
        (
            {"tasks": [task("a", job_cluster_key="c")]},
            "'c' used by task a is not defined",
        ),
        (
            {"tasks": [task("a")], "access_control_list": [owner, {**owner, "user_name": "bob"}]},
            "exactly one owner",
        ),
        ({"tasks": [task("a")], "idempotency_token": "x" * 65}, "at most 64 characters"),
        (
            {"tasks": [task("a", libraries=[{"pypi": {"package": "numpy"}}])]},
            "Libraries field is not supported for serverless task, please specify libraries in environment",
        ),
    ]
    for body, message in refused:
        with pytest.raises(BadRequest, match=message):
            post(client, "runs/submit", **body)
    assert local_workspace.state.runs == {}


def test_owner_of_a_one_time_run(client: WorkspaceClient) -> None:
    acl = [{"service_principal_name": "sp", "permission_level": "IS_OWNER"}]
    run_id = post(client, "runs/submit", tasks=[task("a")], access_control_list=acl)["run_id"]
    entries = client.jobs.get_permissions(str(get(client, run_id)["job_id"])).access_control_list or []
    assert entries[0].service_principal_name == "sp"


def test_a_cluster_of_ones_own_takes_libraries(client: WorkspaceClient) -> None:
    cluster = compute.ClusterSpec(spark_version="x", node_type_id="y", num_workers=1).as_dict()
    libraries = [{"pypi": {"package": "numpy"}}]
    assert post(client, "runs/submit", tasks=[task("a", new_cluster=cluster, libraries=libraries)])
