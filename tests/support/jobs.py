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
    request = Request(
        f"{workspace.url}/api/2.2/jobs/create", json.dumps(body).encode(), {"Authorization": "Bearer x"}
    )
    with urlopen(request) as answer:
        return int(json.load(answer)["job_id"])


def sent(workspace: LocalWorkspace, path: str) -> list[RecordedRequest]:
    """Return the requests whose path ends so."""
    return [request for request in workspace.requests if request.path.endswith(path)]
