"""Requests to the APIs of notebooks, permissions and users.

https://docs.databricks.com/api/workspace/workspace/import
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

from brickform.workspace.api_request import ApiRequest

_WORKSPACE = "/api/2.0/workspace"


def get_me() -> ApiRequest:
    return ApiRequest.get("/api/2.0/preview/scim/v2/Me", "userName")


def make_folders(path: str) -> ApiRequest:
    return ApiRequest.post(f"{_WORKSPACE}/mkdirs", {"path": path}, repeatable=True)


def import_notebook(path: str, content: str) -> ApiRequest:
    """Write a Python notebook over whatever lies there."""
    body = {
        "path": path,
        "content": base64.b64encode(content.encode()).decode("ascii"),
        "language": "PYTHON",
        "format": "SOURCE",
        "overwrite": True,
    }
    return ApiRequest.post(f"{_WORKSPACE}/import", body, repeatable=True)


def get_object(path: str) -> ApiRequest:
    return ApiRequest.get(f"{_WORKSPACE}/get-status", "object_id", path=path)


def set_notebook_permissions(object_id: int | str, entries: Sequence[dict[str, Any]]) -> ApiRequest:
    """Replace what the notebook itself grants; what it inherits stays."""
    path = f"/api/2.0/permissions/notebooks/{object_id}"
    return ApiRequest("PUT", path, body={"access_control_list": list(entries)}, repeatable=True)
