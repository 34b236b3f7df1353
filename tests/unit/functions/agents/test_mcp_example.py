"""The example for MCP, run as its reader would run it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from brickform.cli.mcp import mcp
from brickform.testing import LocalWorkspace
from support.examples import EXAMPLES
from support.jobs import create_job, sent

FOLDER = EXAMPLES / "agents" / "mcp"
DOCUMENTATION = EXAMPLES.parent / "docs" / "agents.md"


@pytest.mark.usefixtures("workspace")
def test_an_agent_starts_one_run_and_follows_it(local_workspace: LocalWorkspace) -> None:
    parameters = [{"name": name, "default": ""} for name in ("start_date", "full_refresh")]
    create_job(local_workspace, name="dbt__main-shop-orders", parameters=parameters)
    command = [sys.executable, str(FOLDER / "agent.py")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    started = [request.body["job_parameters"] for request in sent(local_workspace, "/run-now")]
    assert started == [{"start_date": "2024-01-01", "full_refresh": "false"}]
    *tools, would, watch, end = done.stdout.splitlines()
    assert tools == [
        "run_orders: ask first",
        "get_run: reads",
        "get_run_output: reads",
        "cancel_run: ask first",
    ]
    assert would == "would send {'start_date': '2024-01-01', 'full_refresh': 'false'}"
    assert watch.startswith("watch it at http")
    assert end == "it succeeded"
    audited = [json.loads(line)["tool"] for line in done.stderr.splitlines() if line.startswith("{")]
    assert audited[:2] == ["run_orders", "run_orders"]


def test_the_config_of_a_client_is_a_command_that_exists(tmp_path: Path) -> None:
    (server,) = json.loads((FOLDER / "client_config.json").read_text())["mcpServers"].values()
    assert (server["command"], server["args"][0]) == ("brickform", "mcp")
    arguments = [argument.replace("/path/to/examples", str(EXAMPLES)) for argument in server["args"][1:]]
    given = mcp.make_context("mcp", arguments).params
    assert (given["project"], given["http"]) == (FOLDER, False)


def test_the_documentation_shows_the_example() -> None:
    documented = DOCUMENTATION.read_text()
    assert (FOLDER / "client_config.json").read_text() in documented
