"""What only the workspace knows: asked for when something is sent, named by placeholders in a dry run."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from brickform.workspace import clusters_api, workspace_api
from brickform.workspace.api_request import ApiRequest
from brickform.workspace.client import Workspace
from brickform.workspace.errors import Trouble, WorkspaceError
from brickform.workspace.paging import pages

_APPLICATION_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class Me(NamedTuple):
    """Who is asking, and the folder that is theirs."""

    name: str
    home: str

    @property
    def owner(self) -> dict[str, str]:
        """Return the entry of an access control list that makes them the owner."""
        return {principal_kind(self.name): self.name, "permission_level": "IS_OWNER"}


def principal_kind(name: str) -> str:
    """Return what a name is of: a service principal is known by the form of its application id."""
    return "service_principal_name" if _APPLICATION_ID.fullmatch(name) else "user_name"


class Questions:
    """Asks a workspace; raises WorkspaceError."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def send(self, request: ApiRequest) -> None:
        self._workspace.send(request)

    def me(self) -> Me:
        name = str(self._workspace.send(workspace_api.get_me())["userName"])
        return Me(name, f"/Users/{name}")

    def object_id(self, path: str) -> int | str:
        return int(self._workspace.send(workspace_api.get_object(path))["object_id"])

    def cluster_id(self, name: str) -> str:
        """Return the id of the one cluster of this name."""
        found = [
            str(cluster["cluster_id"])
            for page in pages(self._workspace, clusters_api.list_clusters)
            for cluster in page.get("clusters") or []
            if cluster.get("cluster_name") == name and cluster.get("cluster_source") != "JOB"
        ]
        if len(found) == 1:
            return found[0]
        if found:
            summary = f"{len(found)} clusters are named '{name}'"
            advice = f"write the id of one as cluster_id: {', '.join(sorted(found))}"
            raise WorkspaceError(Trouble.AMBIGUOUS, summary, help=advice)
        raise WorkspaceError(
            Trouble.NOT_FOUND, f"there is no cluster named '{name}'", help="deploy the project first"
        )


class DryRun(Questions):
    """Keeps the requests that would be sent, and answers with placeholders."""

    def __init__(self) -> None:
        self.requests: list[ApiRequest] = []

    def send(self, request: ApiRequest) -> None:
        self.requests.append(request)

    def me(self) -> Me:
        self.send(workspace_api.get_me())
        return Me("<me>", "<home>")

    def object_id(self, path: str) -> int | str:
        self.send(workspace_api.get_object(path))
        return f"<id of {path}>"

    def cluster_id(self, name: str) -> str:
        self.send(clusters_api.list_clusters())
        return f"<id of {name}>"


def resolved(value: Any, known: dict[Any, Any]) -> Any:
    """Return JSON with every reference in it replaced by what is known of it."""
    if isinstance(value, dict):
        return {key: resolved(item, known) for key, item in value.items()}
    if isinstance(value, list):
        return [resolved(item, known) for item in value]
    return known.get(value, value) if isinstance(value, tuple) else value
