"""Requests to the APIs of Unity Catalog, of SQL statements, and of the rights of a service principal.

https://docs.databricks.com/api/workspace/functions
https://docs.databricks.com/api/workspace/statementexecution
"""

from __future__ import annotations

from typing import Literal
from urllib.parse import quote

from brickform.workspace.api_request import ApiRequest

_UNITY_CATALOG = "/api/2.1/unity-catalog"
_STATEMENTS = "/api/2.0/sql/statements"

Securable = Literal["function", "connection"]


def execute_statement(statement: str, warehouse_id: str) -> ApiRequest:
    """Execute a statement that may be executed twice; the answer comes at once, also when it is not done."""
    body = {"statement": statement, "warehouse_id": warehouse_id, "wait_timeout": "0s"}
    return ApiRequest.post(_STATEMENTS, body, repeatable=True, answer_holds="statement_id")


def get_statement(statement_id: str) -> ApiRequest:
    return ApiRequest.get(f"{_STATEMENTS}/{quote(statement_id, safe='')}", "status")


def get_function(full_name: str) -> ApiRequest:
    return ApiRequest.get(f"{_UNITY_CATALOG}/functions/{quote(full_name, safe='')}", "name")


def get_connection(name: str) -> ApiRequest:
    return ApiRequest.get(f"{_UNITY_CATALOG}/connections/{quote(name, safe='')}", "name")


def get_grants(securable: Securable, full_name: str) -> ApiRequest:
    """Read what was granted on the thing itself."""
    return ApiRequest.get(f"{_UNITY_CATALOG}/permissions/{securable}/{quote(full_name, safe='')}")


def get_effective_grants(securable: Securable, full_name: str) -> ApiRequest:
    """Read what is granted on the thing or on what it lies in."""
    return ApiRequest.get(f"{_UNITY_CATALOG}/effective-permissions/{securable}/{quote(full_name, safe='')}")


def find_service_principal(application_id: str) -> ApiRequest:
    """Find a service principal with its groups."""
    quoted = application_id.replace("\\", "\\\\").replace('"', '\\"')
    return ApiRequest.get("/api/2.0/preview/scim/v2/ServicePrincipals", filter=f'applicationId eq "{quoted}"')
