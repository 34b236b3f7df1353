"""The real Terraform provider finds in the local workspace what it finds in a real one."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

from brickform.testing import LocalWorkspace

RunTool = Callable[..., str]

CLUSTER = {"spark_version": "15.4.x-scala2.12", "node_type_id": "i3.xlarge", "num_workers": 1}
NOTEBOOK = "/Shared/brickform/orders"

CONFIG: dict[str, Any] = {
    "terraform": {"required_providers": {"databricks": {"source": "databricks/databricks"}}},
    "provider": {"databricks": {"retry_timeout_seconds": 5, "http_timeout_seconds": 20}},
    "resource": {
        "databricks_notebook": {
            "orders": {
                "path": NOTEBOOK,
                "language": "PYTHON",
                "content_base64": "IyBEYXRhYnJpY2tzIG5vdGVib29rIHNvdXJjZQpwcmludCgxKQo=",
            }
        },
        "databricks_cluster": {
            "shared": {**CLUSTER, "cluster_name": "shared", "library": [{"pypi": {"package": "numpy"}}]}
        },
        "databricks_job": {
            "orders": {
                "name": "dbt__main-shop-orders",
                "queue": {"enabled": True},
                "tags": {"team": "data"},
                "timeout_seconds": 3600,
                "email_notifications": {"on_failure": ["someone@example.com"]},
                "webhook_notifications": {"on_failure": [{"id": "hook"}]},
                "parameter": [{"name": "day", "default": "today"}],
                "job_cluster": [{"job_cluster_key": "main", "new_cluster": CLUSTER}],
                "task": [
                    {
                        "task_key": "check",
                        "depends_on": [{"task_key": "orders"}],
                        "existing_cluster_id": "${databricks_cluster.shared.id}",
                        "notebook_task": {"notebook_path": "${databricks_notebook.orders.path}"},
                    },
                    {
                        "task_key": "orders",
                        "job_cluster_key": "main",
                        "max_retries": 2,
                        "library": [{"pypi": {"package": "numpy"}}],
                        "notebook_task": {"notebook_path": NOTEBOOK, "source": "WORKSPACE"},
                    },
                ],
            }
        },
        "databricks_permissions": {
            "job_orders": {
                "job_id": "${databricks_job.orders.id}",
                "access_control": [
                    {"group_name": "data", "permission_level": "CAN_VIEW"},
                    {"user_name": "ann@example.com", "permission_level": "CAN_MANAGE_RUN"},
                ],
            },
            "notebook_orders": {
                "notebook_path": "${databricks_notebook.orders.path}",
                "access_control": [{"group_name": "data", "permission_level": "CAN_READ"}],
            },
            "cluster_shared": {
                "cluster_id": "${databricks_cluster.shared.id}",
                "access_control": [{"group_name": "data", "permission_level": "CAN_RESTART"}],
            },
        },
    },
}


def write(folder: Path, config: dict[str, Any]) -> None:
    (folder / "main.tf.json").write_text(json.dumps(config), encoding="utf-8")


def without(config: dict[str, Any], *resource_types: str) -> dict[str, Any]:
    kept = deepcopy(config)
    for resource_type in resource_types:
        del kept["resource"][resource_type]
    return kept


def test_apply_plan_change_destroy(
    terraform: RunTool, local_workspace: LocalWorkspace, tmp_path: Path
) -> None:
    write(tmp_path, CONFIG)
    terraform(tmp_path, "init")
    terraform(tmp_path, "validate")
    assert "Resources: 6 added" in terraform(tmp_path, "apply", "-auto-approve")
    terraform(tmp_path, "plan", "-detailed-exitcode")
    state = local_workspace.state
    assert state.objects[NOTEBOOK].content == b"print(1)\n"
    (job_id,) = state.jobs

    changed = deepcopy(CONFIG)
    changed["resource"]["databricks_job"]["orders"]["timeout_seconds"] = 60
    write(tmp_path, changed)
    terraform(tmp_path, "plan", "-detailed-exitcode", exit_code=2)
    assert "Resources: 0 added, 1 changed, 0 destroyed" in terraform(tmp_path, "apply", "-auto-approve")
    terraform(tmp_path, "plan", "-detailed-exitcode")
    assert state.jobs[job_id].settings["timeout_seconds"] == 60

    terraform(tmp_path, "destroy", "-auto-approve")
    assert (state.jobs, state.clusters) == ({}, {})
    assert {found.object_type for found in state.objects.values()} == {"DIRECTORY"}


def test_an_adopted_job_is_imported_and_protected(
    terraform: RunTool, local_workspace: LocalWorkspace, tmp_path: Path
) -> None:
    first = without(CONFIG, "databricks_permissions", "databricks_cluster", "databricks_notebook")
    job = first["resource"]["databricks_job"]["orders"]
    job["task"] = job["task"][1:]
    made, adopted = tmp_path / "made", tmp_path / "adopted"
    for folder in (made, adopted):
        folder.mkdir()
    write(made, first)
    terraform(made, "init")
    terraform(made, "apply", "-auto-approve")
    (job_id,) = local_workspace.state.jobs

    second = deepcopy(first)
    second["import"] = [{"to": "databricks_job.orders", "id": str(job_id)}]
    second["resource"]["databricks_job"]["orders"] |= {"tags": {}, "lifecycle": {"prevent_destroy": True}}
    second["resource"]["databricks_permissions"] = {
        "job_orders": CONFIG["resource"]["databricks_permissions"]["job_orders"]
    }
    write(adopted, second)
    terraform(adopted, "init")
    assert "1 imported, 1 added, 1 changed" in terraform(adopted, "apply", "-auto-approve")
    terraform(adopted, "plan", "-detailed-exitcode")
    assert "prevent_destroy" in terraform(adopted, "destroy", "-auto-approve", exit_code=1)
    assert list(local_workspace.state.jobs) == [job_id]
    assert len(local_workspace.state.grants[f"/jobs/{job_id}"]) == 3


def test_a_job_of_many_tasks(terraform: RunTool, local_workspace: LocalWorkspace, tmp_path: Path) -> None:
    config = without(CONFIG, "databricks_permissions", "databricks_cluster", "databricks_notebook")
    keys = [f"task_{number:03d}" for number in range(120)]
    config["resource"]["databricks_job"]["orders"]["task"] = [
        {"task_key": key, "job_cluster_key": "main", "notebook_task": {"notebook_path": NOTEBOOK}}
        for key in keys
    ]
    write(tmp_path, config)
    terraform(tmp_path, "init")
    terraform(tmp_path, "apply", "-auto-approve")
    terraform(tmp_path, "plan", "-detailed-exitcode")
    assert any(request.query.get("page_token") for request in local_workspace.requests)
