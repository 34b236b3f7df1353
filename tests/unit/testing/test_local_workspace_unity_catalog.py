"""SQL functions, connections and grants in the local workspace, by their APIs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from databricks.sdk import WorkspaceClient
from databricks.sdk.errors import NotFound
from databricks.sdk.service.sql import StatementState

from brickform.testing import LocalWorkspace
from brickform.testing.fixtures import local_workspace
from support.registered import WAREHOUSE_ID

__all__ = ["local_workspace"]

CREATE = """\
CREATE OR REPLACE FUNCTION `a`.b.`it``s`(
  `day` DATE DEFAULT NULL COMMENT 'it\\'s \\u0024',
  n BIGINT COMMENT '')
RETURNS STRING LANGUAGE SQL NOT DETERMINISTIC -- a comment
COMMENT 'told'
RETURN (SELECT '`)')"""


@pytest.fixture
def client(local_workspace: LocalWorkspace) -> WorkspaceClient:
    return WorkspaceClient(host=local_workspace.url, token="any", auth_type="pat")


def execute(client: WorkspaceClient, statement: str) -> str | None:
    """Return the error that a statement ends with."""
    answer = client.statement_execution.execute_statement(statement, WAREHOUSE_ID)
    assert answer.statement_id is not None
    status = client.statement_execution.get_statement(answer.statement_id).status
    assert status is not None
    if status.state is StatementState.SUCCEEDED:
        return None
    assert status.error is not None
    return status.error.message


def test_a_function_is_described_as_it_was_written(client: WorkspaceClient) -> None:
    assert execute(client, CREATE) is None
    found = client.functions.get("a.b.it`s")
    assert found.input_params is not None
    assert found.comment == "told"
    parameters = found.input_params.parameters or []
    described = [(one.name, one.type_text, one.parameter_default, one.comment) for one in parameters]
    assert described == [("day", "date", "NULL", "it's $"), ("n", "bigint", None, "")]
    assert json.loads(parameters[1].type_json or "")["type"] == "long"


def test_other_parameters_need_a_drop_which_takes_the_grants(client: WorkspaceClient) -> None:
    execute(client, CREATE)
    assert execute(client, "GRANT EXECUTE ON FUNCTION a.b.`it``s` TO `data``agents`") is None
    assert _grants(client, "function", "a.b.it`s") == {"data`agents": ["EXECUTE"]}
    changed = CREATE.replace("n BIGINT", "n INT")
    assert "its parameters are others" in str(execute(client, changed))
    assert execute(client, "DROP FUNCTION IF EXISTS a.b.`it``s`") is None
    assert execute(client, changed) is None
    assert _grants(client, "function", "a.b.it`s") == {}


def test_a_connection_keeps_its_first_options_and_no_secret(client: WorkspaceClient) -> None:
    for host in ("https://first", "https://second"):
        options = f"OPTIONS (host '{host}', client_secret secret('s', 'k'), port '443')"
        assert execute(client, f"CREATE CONNECTION IF NOT EXISTS `c` TYPE HTTP {options}") is None
    assert client.connections.get("c").options == {"host": "https://first", "port": "443"}
    assert execute(client, "GRANT USE CONNECTION ON CONNECTION c TO me") is None
    assert _grants(client, "connection", "c") == {"me": ["USE_CONNECTION"]}


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("SELECT 1", "does not execute this statement"),
        ("CREATE OR REPLACE FUNCTION a.b(", "is not a name of three parts"),
        ("CREATE OR REPLACE FUNCTION a.b.c(`x` STRING)", "at or near ')'"),
        ("CREATE OR REPLACE FUNCTION a.b.c(", "near end of input"),
        ("GRANT EXECUTE ON FUNCTION a.b.c TO me", "a.b.c cannot be found"),
        ("GRANT USE CONNECTION ON CONNECTION c TO me", "c cannot be found"),
    ],
)
def test_what_is_refused(client: WorkspaceClient, statement: str, said: str) -> None:
    assert said in str(execute(client, statement))


def test_what_is_not_there(client: WorkspaceClient) -> None:
    for ask in (client.functions.get, client.connections.get, client.statement_execution.get_statement):
        with pytest.raises(NotFound):
            ask("none")
    with pytest.raises(NotFound, match="SQL warehouse none does not exist"):
        client.statement_execution.execute_statement("SELECT 1", "none")


def test_a_restart_keeps_functions_connections_and_groups(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    with LocalWorkspace(state_file=file) as first:
        client = WorkspaceClient(host=first.url, token="any", auth_type="pat")
        execute(client, CREATE)
        execute(client, "CREATE CONNECTION IF NOT EXISTS c TYPE HTTP OPTIONS (host 'h')")
        first.state.groups["team"] = ["someone"]
        execute(client, "GRANT EXECUTE ON FUNCTION a.b.`it``s` TO me")
        kept = first.state
    with LocalWorkspace(state_file=file) as second:
        assert second.state == kept


def test_a_service_principal_is_found_with_its_groups(
    local_workspace: LocalWorkspace, client: WorkspaceClient
) -> None:
    local_workspace.state.groups.update({"team": ["me"], "others": ["you"]})
    (found,) = client.service_principals.list(filter='applicationId eq "me"')
    assert [group.display for group in found.groups or []] == ["team"]


def _grants(client: WorkspaceClient, kind: str, name: str) -> dict[str, list[Any]]:
    answer = client.api_client.do("GET", f"/api/2.1/unity-catalog/permissions/{kind}/{name}")
    assert isinstance(answer, dict)
    return {one["principal"]: one["privileges"] for one in answer["privilege_assignments"]}
