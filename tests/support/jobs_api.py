"""Calls of the Jobs API as raw JSON, for tests against the local workspace."""

from __future__ import annotations

from typing import Any

from databricks.sdk import WorkspaceClient

NOTEBOOK = {"notebook_path": "/Shared/orders"}


def task(key: str, *upstream: str, **more: Any) -> dict[str, Any]:
    depends_on = [{"task_key": other} for other in upstream]
    return {"task_key": key, "notebook_task": NOTEBOOK, "depends_on": depends_on, **more}


def post(client: WorkspaceClient, path: str, **body: Any) -> dict[str, Any]:
    answer = client.api_client.do("POST", f"/api/2.2/jobs/{path}", body=body)
    assert isinstance(answer, dict)
    return answer


def get(client: WorkspaceClient, run_id: int, **query: Any) -> dict[str, Any]:
    answer = client.api_client.do("GET", "/api/2.2/jobs/runs/get", query={"run_id": run_id, **query})
    assert isinstance(answer, dict)
    return answer


def create(client: WorkspaceClient, *tasks: dict[str, Any], **settings: Any) -> int:
    body = {"name": "orders", "tasks": list(tasks) or [task("load")], **settings}
    return int(post(client, "create", **body)["job_id"])


def start(client: WorkspaceClient, job_id: int, **body: Any) -> int:
    return int(post(client, "run-now", job_id=job_id, **body)["run_id"])


def finish(client: WorkspaceClient, run_id: int) -> dict[str, Any]:
    for _ in range(50):
        run = get(client, run_id)
        if run["end_time"]:
            return run
    raise AssertionError(f"run {run_id} does not end")


def results(run: dict[str, Any]) -> dict[str, str]:
    """Return the result of each task's last attempt."""
    return {one["task_key"]: one["state"].get("result_state", "") for one in run["tasks"]}
