"""The Statement Execution API: every statement is PENDING until it is asked for.

https://docs.databricks.com/api/workspace/statementexecution
"""

from __future__ import annotations

from brickform.testing.local_workspace.errors import does_not_exist
from brickform.testing.local_workspace.routing import Call, route
from brickform.testing.local_workspace.state import USER_NAME, Json, State
from brickform.testing.local_workspace.unity_catalog.execution import NotPermittedError, execute
from brickform.testing.local_workspace.unity_catalog.tokens import SqlSyntaxError

WAREHOUSE_ID = "4f8a1c2d3e5b6079"


def execute_statement(state: State, call: Call) -> Json:
    warehouse_id, statement = call.text("warehouse_id"), call.text("statement")
    if warehouse_id != WAREHOUSE_ID:
        raise does_not_exist(f"SQL warehouse {warehouse_id} does not exist.")
    statement_id = f"01ef-{len(state.statements) + 1:08d}"
    state.statements[statement_id] = _outcome(state, call, statement)
    return {"statement_id": statement_id, "status": {"state": "PENDING"}}


def get_statement(state: State, call: Call) -> Json:
    statement_id = call.arguments["statement_id"]
    status = state.statements.get(statement_id)
    if status is None:
        raise does_not_exist(f"The statement {statement_id} was not found.")
    return {"statement_id": statement_id, "status": status}


def _outcome(state: State, call: Call, statement: str) -> Json:
    try:
        execute(state, call.user, is_admin=call.user == USER_NAME, statement=statement)
    except (NotPermittedError, SqlSyntaxError) as error:
        return {"state": "FAILED", "error": {"error_code": "BAD_REQUEST", "message": str(error)}}
    return {"state": "SUCCEEDED"}


_API = "/api/2.0/sql/statements"

ROUTES = (
    route("POST", _API, execute_statement),
    route("POST", f"{_API}/", execute_statement),
    route("GET", f"{_API}/<statement_id>", get_statement),
)
