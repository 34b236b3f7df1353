"""A job of several models with the real tools: it runs in order, and takes over the job of a model."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from brickform.testing import LocalWorkspace
from support.command import brickform

RunTool = Callable[..., str]

ALONE = """\
name: shop
defaults: {submission_method: workflow_job}
targets: {prod: {catalog: main, schema: shop}}
"""
TOGETHER = f"""{ALONE}
jobs:
  nightly:
    models: [orders, returns]
    previous_names: [orders]
    python_job_config: {{grants: {{view: [{{group_name: data}}]}}}}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    (root / "models").mkdir(parents=True)
    for name, table in {"orders": 'session.table("raw.orders")', "returns": 'dbt.ref("orders")'}.items():
        (root / "models" / f"{name}.py").write_text(f"def model(dbt, session):\n    return {table}\n")
    return root


def generate(output: str, project: Path, config: str, folder: Path) -> None:
    (project / "brickform.yml").write_text(config)
    done = brickform("generate", output, project, "-o", folder)
    assert done.code == 0, done.err


def jobs_by_name(workspace: LocalWorkspace) -> dict[str, int]:
    return {job.settings["name"]: job_id for job_id, job in workspace.state.jobs.items()}


def assert_taken_over(before: dict[str, int], workspace: LocalWorkspace) -> None:
    assert jobs_by_name(workspace) == {"dbt__main-shop-nightly": before["dbt__main-shop-orders"]}
    (job,) = workspace.state.jobs.values()
    assert {task["task_key"]: task.get("depends_on", []) for task in job.settings["tasks"]} == {
        "orders": [],
        "returns": [{"task_key": "orders"}],
    }


def test_terraform_leads_the_job_of_a_model_into_that_of_several(
    project: Path, tmp_path: Path, terraform: RunTool, local_workspace: LocalWorkspace
) -> None:
    folder = tmp_path / "terraform"
    generate("terraform", project, ALONE, folder)
    terraform(folder, "init")
    terraform(folder, "apply", "-auto-approve")
    before = jobs_by_name(local_workspace)
    assert len(before) == 2
    generate("terraform", project, TOGETHER, folder)
    # its permissions are new, and the job of `returns` goes
    assert "1 to add, 1 to change, 1 to destroy" in terraform(folder, "plan")
    terraform(folder, "apply", "-auto-approve")
    assert_taken_over(before, local_workspace)
    terraform(folder, "plan", "-detailed-exitcode")


def test_a_bundle_leads_the_job_of_a_model_into_that_of_several(
    project: Path, tmp_path: Path, databricks: RunTool, local_workspace: LocalWorkspace
) -> None:
    folder = tmp_path / "bundle"
    generate("bundle", project, ALONE, folder)
    databricks(folder, "bundle", "deploy", "-t", "prod")
    before = jobs_by_name(local_workspace)
    generate("bundle", project, TOGETHER, folder)
    environment = local_workspace.isolated_environment(os.environ)
    adopted = subprocess.run(
        [str(folder / "adopt.sh"), "-t", "prod"], env=environment, capture_output=True, text=True, timeout=120
    )
    assert adopted.returncode == 0, adopted.stderr
    databricks(folder, "bundle", "deploy", "-t", "prod", "--auto-approve")
    assert_taken_over(before, local_workspace)
    assert "0 to add, 0 to change, 0 to delete" in databricks(folder, "bundle", "plan", "-t", "prod")


def test_no_task_begins_before_what_it_reads(
    project: Path, tmp_path: Path, databricks: RunTool, local_workspace: LocalWorkspace
) -> None:
    generate("bundle", project, TOGETHER.replace("previous_names: [orders]", ""), tmp_path / "bundle")
    databricks(tmp_path / "bundle", "bundle", "deploy", "-t", "prod")
    (job_id,) = local_workspace.state.jobs
    started = json.loads(databricks(tmp_path, "jobs", "run-now", str(job_id), "--no-wait", "-o", "json"))
    seen = []
    for _ in range(12):
        run = json.loads(databricks(tmp_path, "jobs", "get-run", str(started["run_id"]), "-o", "json"))
        seen.append({task["task_key"]: task["state"]["life_cycle_state"] for task in run["tasks"]})
    assert seen[-1] == {"orders": "TERMINATED", "returns": "TERMINATED"}
    early = [states for states in seen if states["orders"] != "TERMINATED"]
    assert early
    assert {states["returns"] for states in early} == {"BLOCKED"}
