"""The real databricks CLI and dbt-databricks run jobs in the local workspace."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from databricks.sdk import WorkspaceClient
from databricks.sdk.core import Config

from brickform.testing import LocalWorkspace, RunScript, fails, succeeds, throws

RunTool = Callable[..., str]

ROOT = Path(__file__).resolve().parents[2]
CLUSTER: dict[str, Any] = {"spark_version": "15.4.x-scala2.12", "node_type_id": "i3.xlarge", "num_workers": 1}


def task(key: str, *upstream: str) -> dict[str, Any]:
    depends_on = [{"task_key": other} for other in upstream]
    return {"task_key": key, "depends_on": depends_on, "notebook_task": {"notebook_path": "/Shared/orders"}}


@pytest.fixture
def job_id(local_workspace: LocalWorkspace) -> int:
    client = WorkspaceClient(config=Config(host=local_workspace.url, token="x", auth_type="pat"))
    body = {"name": "orders", "tasks": [task("load"), task("check", "load")]}
    answer = client.api_client.do("POST", "/api/2.2/jobs/create", body=body)
    assert isinstance(answer, dict)
    return int(answer["job_id"])


def test_the_cli_runs_a_job(
    databricks: RunTool, local_workspace: LocalWorkspace, job_id: int, tmp_path: Path
) -> None:
    local_workspace.script_runs(job_id, RunScript({"load": [fails("no rows", "line 7"), succeeds("42")]}))
    started = json.loads(databricks(tmp_path, "jobs", "run-now", str(job_id), "--no-wait", "-o", "json"))
    run_id = str(started["run_id"])
    for _ in range(4):
        run = json.loads(databricks(tmp_path, "jobs", "get-run", run_id, "-o", "json"))
    assert run["state"]["result_state"] == "FAILED"
    output = databricks(tmp_path, "jobs", "get-run-output", str(run["tasks"][0]["run_id"]), "-o", "json")
    assert (json.loads(output)["error"], json.loads(output)["error_trace"]) == ("no rows", "line 7")
    assert run_id in databricks(tmp_path, "jobs", "list-runs")
    repair = json.dumps({"run_id": int(run_id), "rerun_all_failed_tasks": True})
    databricks(tmp_path, "jobs", "repair-run", "--json", repair)
    run = json.loads(databricks(tmp_path, "jobs", "get-run", run_id, "--include-history", "-o", "json"))
    assert run["state"]["result_state"] == "SUCCESS"
    assert [entry["type"] for entry in run["repair_history"]] == ["ORIGINAL", "REPAIR"]


def test_the_cli_waits(databricks: RunTool, job_id: int, tmp_path: Path) -> None:
    run = json.loads(databricks(tmp_path, "jobs", "run-now", str(job_id), "-o", "json"))
    assert run["state"]["result_state"] == "SUCCESS"


def test_the_cli_cancels(
    databricks: RunTool, local_workspace: LocalWorkspace, job_id: int, tmp_path: Path
) -> None:
    started = json.loads(databricks(tmp_path, "jobs", "run-now", str(job_id), "--no-wait", "-o", "json"))
    databricks(tmp_path, "jobs", "cancel-run", str(started["run_id"]))
    ending = local_workspace.state.runs[started["run_id"]].ending
    assert ending is not None
    assert ending.result_state == "CANCELED"


def test_the_cli_runs_a_bundle(databricks: RunTool, local_workspace: LocalWorkspace, tmp_path: Path) -> None:
    config = {
        "bundle": {"name": "shop"},
        "targets": {"prod": {"default": True}},
        "resources": {"jobs": {"orders": {"name": "orders", "tasks": [task("load")]}}},
    }
    (tmp_path / "databricks.yml").write_text(json.dumps(config), encoding="utf-8")
    databricks(tmp_path, "bundle", "deploy")
    local_workspace.script_runs(
        "orders", RunScript({"load": succeeds("42 rows")}), RunScript({"load": fails("no")})
    )
    assert "42 rows" in databricks(tmp_path, "bundle", "run", "orders")
    databricks(tmp_path, "bundle", "run", "orders", exit_code=1)


@pytest.fixture
def cluster_id(local_workspace: LocalWorkspace) -> str:
    client = WorkspaceClient(config=Config(host=local_workspace.url, token="x", auth_type="pat"))
    cluster_id = str(client.clusters.create(**CLUSTER).cluster_id)
    client.clusters.delete(cluster_id)
    return cluster_id


def submit(
    workspace: LocalWorkspace, method: str, config: dict[str, Any]
) -> subprocess.CompletedProcess[str]:
    python, script = ROOT / ".venv-dbt" / "bin" / "python", ROOT / "tests" / "support" / "dbt_submission.py"
    command = [str(python), str(script), workspace.url, method, json.dumps(config)]
    environment = workspace.isolated_environment(os.environ)
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.usefixtures("dbt")
@pytest.mark.parametrize(
    ("method", "config", "run_types"),
    [
        ("all_purpose_cluster", {"cluster_id": "it"}, []),
        ("all_purpose_cluster", {"cluster_id": "it", "create_notebook": True}, ["SUBMIT_RUN"]),
        ("job_cluster", {"job_cluster_config": CLUSTER}, ["SUBMIT_RUN"]),
        ("serverless_cluster", {}, ["SUBMIT_RUN"]),
        ("workflow_job", {"python_job_config": {"grants": {"view": [{"group_name": "data"}]}}}, ["JOB_RUN"]),
    ],
)
def test_dbt_submits_a_model(
    local_workspace: LocalWorkspace,
    cluster_id: str,
    method: str,
    config: dict[str, Any],
    run_types: list[str],
) -> None:
    given = {name: cluster_id if value == "it" else value for name, value in config.items()}
    done = submit(local_workspace, method, given)
    assert done.returncode == 0, done.stdout + done.stderr
    runs = local_workspace.state.runs.values()
    assert [run.run_type for run in runs] == run_types
    assert all(run.ending and run.ending.result_state == "SUCCESS" for run in runs)
    assert [one.path for one in local_workspace.requests if one.status != 200] == []


@pytest.mark.usefixtures("dbt")
def test_dbt_reports_a_command_that_fails(local_workspace: LocalWorkspace, cluster_id: str) -> None:
    local_workspace.script_commands("print", throws("NameError: x", "line 3"))
    done = submit(local_workspace, "all_purpose_cluster", {"cluster_id": cluster_id})
    assert done.returncode != 0
    assert "Python model failed with traceback as:\n    line 3" in done.stderr
    assert local_workspace.state.contexts == {}
