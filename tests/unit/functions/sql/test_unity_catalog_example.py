"""The example of functions of Unity Catalog, as its reader would go through it."""

from __future__ import annotations

import shlex
from typing import Any

import pytest
import sqlglot

from brickform.testing import LocalWorkspace
from brickform.workspace.client import Workspace
from support.command import brickform
from support.jobs import sent
from support.pointing import stop_clock
from support.registered import APPLICATION_ID, MAKES_CONNECTION, PLACE
from support.unity_catalog_example import FOLDER, blocks, cells, create_example_jobs

HOST = "https://dbc-a1b2c3d4-e5f6.cloud.databricks.com"


@pytest.fixture(autouse=True)
def jobs(
    local_workspace: LocalWorkspace, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> tuple[int, int, int]:
    stop_clock(monkeypatch)
    monkeypatch.chdir(FOLDER)
    return create_example_jobs(local_workspace)


def test_the_project_is_right() -> None:
    assert brickform("validate").code == 0


def test_every_command_of_the_quick_start_works(local_workspace: LocalWorkspace) -> None:
    for line in blocks("QUICKSTART.md", "bash"):
        command, *arguments = shlex.split(line)
        assert command == "brickform"
        done = brickform(*arguments)
        assert done.code == 0, (line, done.err, done.out)
    (started,) = sent(local_workspace, "/run-now")
    assert started.body["job_parameters"] == {"start_date": "2024-01-01"}
    assert "main.ops.run_orders_daily" in local_workspace.state.functions


def test_the_sql_is_as_expected(local_workspace: LocalWorkspace, update: bool) -> None:
    done = brickform("functions", "sql", *PLACE, *MAKES_CONNECTION, "--grant", "data-agents")
    assert done.code == 0, done.err
    expected = FOLDER / "expected" / "functions.sql"
    made = done.out.replace(local_workspace.url, HOST)
    if update:
        expected.write_text(made, encoding="utf-8")
    assert made == expected.read_text(encoding="utf-8")


def test_the_notebook_registers_the_functions(capsys: pytest.CaptureFixture[str]) -> None:
    executed: list[str] = []

    class Spark:
        def sql(self, text: str) -> None:
            executed.append(text)

    class Widgets:
        def __init__(self) -> None:
            self.values: dict[str, str] = {}

        def text(self, name: str, default: str) -> None:
            self.values[name] = default

        def get(self, name: str) -> str:
            return self.values[name]

    class Utilities:
        widgets = Widgets()

    namespace: dict[str, Any] = {"spark": Spark(), "dbutils": Utilities()}
    for cell in cells("register_functions.py"):
        exec(cell, namespace)
    assert "main.ops.run_orders_daily" in capsys.readouterr().out.splitlines()
    assert "`start_date` DATE DEFAULT NULL" in executed[1]


def test_the_permissions_are_what_register_grants(local_workspace: LocalWorkspace) -> None:
    text = (FOLDER / "permissions.sql").read_text(encoding="utf-8")
    sqlglot.parse(text, read="databricks")
    made = brickform("functions", "sql", *PLACE, "--grant", "data-agents").out.replace("`", "")
    granted = [line.replace("`", "").rstrip(";") for line in text.splitlines() if "EXECUTE" in line]
    assert len(granted) == 3
    assert all(line in made for line in granted)
    assert "GRANT USE CONNECTION ON CONNECTION brickform_jobs TO data-agents" in made
    assert APPLICATION_ID not in text


def test_the_prompt_names_tools_that_exist() -> None:
    made = brickform("functions", "sql", *PLACE).out
    prompt = (FOLDER / "agent_prompt.md").read_text(encoding="utf-8")
    for tool in ("trigger_databricks_flow", "list_jobs", "get_job_status", "get_run_output"):
        assert f"`{tool}`" in prompt
        assert f"`main`.`ops`.`{tool}`" in made
