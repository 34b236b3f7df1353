"""Jobs in a local workspace."""

from __future__ import annotations

import json
from typing import Any
from urllib.request import Request, urlopen

from brickform.testing import LocalWorkspace, RecordedRequest

NOTEBOOK = {"notebook_path": "/Shared/orders"}


def task(key: str, *upstream: str, **more: Any) -> dict[str, Any]:
    return {
        "task_key": key,
        "notebook_task": NOTEBOOK,
        "depends_on": [{"task_key": other} for other in upstream],
        **more,
    }


def create_job(
    workspace: LocalWorkspace, *tasks: dict[str, Any], name: str = "nightly", **settings: Any
) -> int:
    body = {"name": name, "tasks": list(tasks) or [task("orders")], **settings}
    return int(post(workspace, "/api/2.2/jobs/create", body)["job_id"])


def post(workspace: LocalWorkspace, path: str, body: dict[str, Any]) -> dict[str, Any]:
    return _answer(workspace, path, json.dumps(body).encode())


def get(workspace: LocalWorkspace, path: str) -> dict[str, Any]:
    return _answer(workspace, path)


def _answer(workspace: LocalWorkspace, path: str, body: bytes | None = None) -> dict[str, Any]:
    request = Request(f"{workspace.url}{path}", body, {"Authorization": "Bearer x"})
    with urlopen(request) as answer:
        answered: dict[str, Any] = json.load(answer)
    return answered


def sent(workspace: LocalWorkspace, path: str) -> list[RecordedRequest]:
    """Return the requests whose path ends so."""
    return [request for request in workspace.requests if request.path.endswith(path)]
