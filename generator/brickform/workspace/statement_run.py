"""Executes one SQL statement on a warehouse, and waits until it is done."""

from __future__ import annotations

from brickform.workspace import unity_catalog_api
from brickform.workspace.api_request import Json
from brickform.workspace.client import Workspace
from brickform.workspace.errors import Trouble, WorkspaceError

_UNFINISHED = ("PENDING", "RUNNING")
_SECONDS_BETWEEN_LOOKS = 1.0


def run_statement(workspace: Workspace, statement: str, warehouse_id: str) -> None:
    """Execute a statement without a result, that may be executed twice; raises WorkspaceError.

    A warehouse that is stopped starts first: there is no limit on the time.
    """
    answer = _send(workspace, statement, warehouse_id)
    look = unity_catalog_api.get_statement(str(answer["statement_id"]))
    while (status := answer.get("status") or {}).get("state") in _UNFINISHED:
        workspace.retries.clock.sleep(_SECONDS_BETWEEN_LOOKS)
        answer = workspace.send(look)
    if status.get("state") != "SUCCEEDED":
        error = status.get("error") or {}
        message = str(error.get("message") or f"the statement is {status.get('state')}")
        raise WorkspaceError(Trouble.REFUSED, message, error_code=str(error.get("error_code") or ""))


def _send(workspace: Workspace, statement: str, warehouse_id: str) -> Json:
    try:
        return workspace.send(unity_catalog_api.execute_statement(statement, warehouse_id))
    except WorkspaceError as error:
        if error.trouble is Trouble.FORBIDDEN:
            error.help = "CAN_USE on the SQL warehouse lets you execute statements"
        raise
