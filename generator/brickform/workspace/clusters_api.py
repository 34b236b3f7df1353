"""Requests to the APIs of clusters, and of commands on them.

https://docs.databricks.com/api/workspace/clusters, https://docs.databricks.com/api/workspace/commandexecution
"""

from __future__ import annotations

from brickform.workspace.api_request import ApiRequest

_CLUSTERS = "/api/2.1/clusters"
_COMMANDS = "/api/1.2"
_CLUSTERS_A_PAGE = 100


def list_clusters(page_token: str | None = None) -> ApiRequest:
    return ApiRequest.get(f"{_CLUSTERS}/list", page_size=_CLUSTERS_A_PAGE, page_token=page_token)


def get_cluster(cluster_id: str) -> ApiRequest:
    return ApiRequest.get(f"{_CLUSTERS}/get", "state", cluster_id=cluster_id)


def start_cluster(cluster_id: str) -> ApiRequest:
    return ApiRequest.post(f"{_CLUSTERS}/start", {"cluster_id": cluster_id}, repeatable=False)


def get_libraries(cluster_id: str) -> ApiRequest:
    return ApiRequest.get("/api/2.0/libraries/cluster-status", cluster_id=cluster_id)


def create_context(cluster_id: str) -> ApiRequest:
    body = {"clusterId": cluster_id, "language": "python"}
    return ApiRequest.post(f"{_COMMANDS}/contexts/create", body, repeatable=False, answer_holds="id")


def get_context(cluster_id: str, context_id: str) -> ApiRequest:
    return ApiRequest.get(
        f"{_COMMANDS}/contexts/status", "status", clusterId=cluster_id, contextId=context_id
    )


def destroy_context(cluster_id: str, context_id: str) -> ApiRequest:
    body = {"clusterId": cluster_id, "contextId": context_id}
    return ApiRequest.post(f"{_COMMANDS}/contexts/destroy", body, repeatable=True)


def execute(cluster_id: str, context_id: str, command: str) -> ApiRequest:
    """Run code; the API knows no token for it, so a second copy would run it twice."""
    body = {"clusterId": cluster_id, "contextId": context_id, "language": "python", "command": command}
    return ApiRequest.post(f"{_COMMANDS}/commands/execute", body, repeatable=False, answer_holds="id")


def get_command(cluster_id: str, context_id: str, command_id: str) -> ApiRequest:
    return ApiRequest.get(
        f"{_COMMANDS}/commands/status",
        "status",
        clusterId=cluster_id,
        contextId=context_id,
        commandId=command_id,
    )


def cancel_command(cluster_id: str, context_id: str, command_id: str) -> ApiRequest:
    body = {"clusterId": cluster_id, "contextId": context_id, "commandId": command_id}
    return ApiRequest.post(f"{_COMMANDS}/commands/cancel", body, repeatable=True)
