"""The real databricks CLI finds in the local workspace what it finds in a real one."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from brickform.testing import LocalWorkspace

RunTool = Callable[..., str]

ROOT = "/Users/someone@example.com/.bundle/shop"
CLUSTER = {"spark_version": "15.4.x-scala2.12", "node_type_id": "i3.xlarge", "num_workers": 1}

CONFIG: dict[str, Any] = {
    "bundle": {"name": "shop"},
    "targets": {"prod": {"default": True}},
    "resources": {
        "clusters": {
            "shared": {
                **CLUSTER,
                "cluster_name": "shared",
                "permissions": [{"level": "CAN_RESTART", "group_name": "data"}],
            }
        },
        "jobs": {
            "orders": {
                "name": "dbt__main-shop-orders",
                "queue": {"enabled": True},
                "tags": {"team": "data"},
                "email_notifications": {"on_failure": ["someone@example.com"]},
                "permissions": [{"level": "CAN_VIEW", "group_name": "data"}],
                "job_clusters": [{"job_cluster_key": "main", "new_cluster": CLUSTER}],
                "tasks": [
                    {
                        "task_key": "check",
                        "depends_on": [{"task_key": "orders"}],
                        "existing_cluster_id": "${resources.clusters.shared.id}",
                        "notebook_task": {"notebook_path": "src/orders.py"},
                    },
                    {
                        "task_key": "orders",
                        "job_cluster_key": "main",
                        "max_retries": 0,
                        "notebook_task": {"notebook_path": "src/orders.py"},
                    },
                ],
            }
        },
    },
}


def write(folder: Path, config: dict[str, Any]) -> None:
    (folder / "databricks.yml").write_text(json.dumps(config), encoding="utf-8")


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "orders.py").write_text("# Databricks notebook source\nprint(1)\n", encoding="utf-8")
    (tmp_path / "src" / "helper.py").write_text("x = 1\n", encoding="utf-8")
    write(tmp_path, CONFIG)
    return tmp_path


def test_validate_deploy_plan_destroy(
    databricks: RunTool, local_workspace: LocalWorkspace, bundle: Path
) -> None:
    databricks(bundle, "bundle", "validate", "--strict")
    databricks(bundle, "bundle", "deploy")
    assert "0 to add, 0 to change, 0 to delete, 4 unchanged" in databricks(bundle, "bundle", "plan")
    state = local_workspace.state
    (job_id,) = state.jobs
    assert str(job_id) in databricks(bundle, "bundle", "summary")
    assert state.objects[f"{ROOT}/prod/files/src/orders"].object_type == "NOTEBOOK"
    assert state.objects[f"{ROOT}/prod/files/src/helper.py"].object_type == "FILE"
    assert state.jobs[job_id].settings["tasks"][1]["max_retries"] == 0

    changed = deepcopy(CONFIG)
    changed["resources"]["jobs"]["orders"]["tags"] = {"team": "ops"}
    write(bundle, changed)
    assert "0 to add, 1 to change, 0 to delete" in databricks(bundle, "bundle", "plan")
    databricks(bundle, "bundle", "deploy")
    assert state.jobs[job_id].settings["tags"] == {"team": "ops"}

    databricks(bundle, "bundle", "destroy", "--auto-approve")
    assert (state.jobs, state.clusters) == ({}, {})
    assert [path for path in state.objects if path.startswith(f"{ROOT}/prod")] == []


def test_an_adopted_job_is_bound_and_let_go(
    databricks: RunTool, local_workspace: LocalWorkspace, bundle: Path
) -> None:
    body = '{"name": "dbt__old", "tasks": [{"task_key": "a", "notebook_task": {"notebook_path": "/a"}}]}'
    job_id = json.loads(databricks(bundle.parent, "jobs", "create", "--json", body))["job_id"]
    bind = ("bundle", "deployment", "bind", "orders", str(job_id), "--auto-approve")
    databricks(bundle, *bind)
    assert "already managed" in databricks(bundle, *bind, exit_code=1)
    databricks(bundle, "bundle", "deploy")
    assert {number: job.settings["name"] for number, job in local_workspace.state.jobs.items()} == {
        job_id: "dbt__main-shop-orders"
    }
    databricks(bundle, "bundle", "deployment", "unbind", "orders")
    databricks(bundle, "bundle", "destroy", "--auto-approve")
    assert list(local_workspace.state.jobs) == [job_id]


def test_prevent_destroy_refuses_the_whole_destroy(
    databricks: RunTool, local_workspace: LocalWorkspace, bundle: Path
) -> None:
    config = deepcopy(CONFIG)
    config["resources"]["jobs"]["orders"]["lifecycle"] = {"prevent_destroy": True}
    write(bundle, config)
    databricks(bundle, "bundle", "deploy")
    databricks(bundle, "bundle", "destroy", "--auto-approve", exit_code=1)
    assert len(local_workspace.state.jobs) == len(local_workspace.state.clusters) == 1


def test_top_level_permissions_reach_the_folder(
    databricks: RunTool, local_workspace: LocalWorkspace, bundle: Path
) -> None:
    write(bundle, {**CONFIG, "permissions": [{"level": "CAN_MANAGE", "group_name": "platform"}]})
    databricks(bundle, "bundle", "deploy")
    state = local_workspace.state
    folder = state.objects[f"{ROOT}/prod"]
    (job_id,) = state.jobs
    for key in (f"/directories/{folder.object_id}", f"/jobs/{job_id}"):
        assert "platform" in {grant.name for grant in state.grants[key]}
    assert "0 to add, 0 to change, 0 to delete" in databricks(bundle, "bundle", "plan")


def test_development_mode(databricks: RunTool, local_workspace: LocalWorkspace, bundle: Path) -> None:
    write(bundle, {**CONFIG, "targets": {"dev": {"mode": "development", "default": True}}})
    databricks(bundle, "bundle", "deploy")
    (job,) = local_workspace.state.jobs.values()
    assert job.settings["name"] == "[dev someone] dbt__main-shop-orders"
    assert "0 to add, 0 to change, 0 to delete" in databricks(bundle, "bundle", "plan")
