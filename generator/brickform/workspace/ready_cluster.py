"""Makes an all-purpose cluster ready for commands."""

from __future__ import annotations

from brickform.workspace import clusters_api
from brickform.workspace.client import Workspace
from brickform.workspace.errors import Trouble, WorkspaceError
from brickform.workspace.looks import Looks

_READY = ("RUNNING", "RESIZING")
_ON_ITS_WAY = ("PENDING", "RESTARTING", "TERMINATING")
_MOST_STARTS = 3
_NOT_YET_INSTALLED = ("PENDING", "RESOLVING", "INSTALLING")


def make_ready(workspace: Workspace, cluster_id: str, looks: Looks) -> None:
    """Start the cluster where it is stopped, and wait for it and for its libraries.

    The request to start it is not sent again before the cluster has been looked at.
    Raises OutOfTimeError and WorkspaceError.
    """
    starts, has_begun = 0, False
    while True:
        cluster = workspace.send(clusters_api.get_cluster(cluster_id), give_up_after=looks.patience())
        state = str(cluster["state"])
        if state in _READY:
            break
        if state == "TERMINATED" and not has_begun and starts < _MOST_STARTS:
            _start(workspace, cluster_id)
            starts += 1
        elif state in _ON_ITS_WAY:
            has_begun = has_begun or starts > 0
        else:
            message = str(cluster.get("state_message") or "")
            summary = f"cluster {cluster_id} does not start: it is {state.lower()}"
            raise WorkspaceError(Trouble.REFUSED, ": ".join(filter(None, (summary, message))))
        looks.pause()
    while _has_libraries_to_come(workspace, cluster_id, looks):
        looks.pause()


def _start(workspace: Workspace, cluster_id: str) -> None:
    try:
        workspace.send(clusters_api.start_cluster(cluster_id))
    except WorkspaceError as error:
        starts_already = error.error_code == "INVALID_STATE"
        if not (error.may_be_done or starts_already):
            raise


def _has_libraries_to_come(workspace: Workspace, cluster_id: str, looks: Looks) -> bool:
    answer = workspace.send(clusters_api.get_libraries(cluster_id), give_up_after=looks.patience())
    return any(entry.get("status") in _NOT_YET_INSTALLED for entry in answer.get("library_statuses") or [])
