"""Every example is deployed by the real tools, on both roads, and ends in the same jobs."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from brickform.testing import LocalWorkspace
from brickform.testing.local_workspace.returned_settings import as_returned
from brickform.testing.local_workspace.state import USER_NAME, Grant, Job
from support.command import brickform
from support.examples import EXAMPLES, examples_with_targets

RunTool = Callable[..., str]
Json = dict[str, Any]

ADOPTED = {"workflow_job": 884213907716253}
"""The jobs that have to exist before an example can adopt them."""

DIFFERENT_BY_NATURE = frozenset({"deployment", "edit_mode", "format"})
"""What a bundle writes into a job to mark it as its own; the provider has a format of its own."""

each_target = pytest.mark.parametrize(("example", "target"), examples_with_targets())
comparable_target = pytest.mark.parametrize(
    ("example", "target"),
    # `mode: development` renames, tags and pauses jobs, in bundles only
    [case for case in examples_with_targets() if case not in {("dbt_shop", "dev"), ("plain", "dev")}],
)


@pytest.fixture(autouse=True)
def existing_jobs(local_workspace: LocalWorkspace) -> None:
    for job_id in ADOPTED.values():
        add_existing_job(local_workspace, job_id)


def add_existing_job(workspace: LocalWorkspace, job_id: int) -> None:
    tasks = [{"task_key": "old", "notebook_task": {"notebook_path": "/Shared/old", "source": "WORKSPACE"}}]
    workspace.state.jobs[job_id] = Job(job_id, USER_NAME, 0, {"name": "made by dbt", "tasks": tasks})
    workspace.state.grants[f"/jobs/{job_id}"] = [Grant("user_name", USER_NAME, "IS_OWNER")]


def generate(output: str, project: Path, target: str, folder: Path, workspace: LocalWorkspace) -> Path:
    """Generate into a folder and point it at the local workspace, as its user would with files of theirs."""
    done = brickform("generate", output, project, "-t", target, "-o", folder)
    assert done.code == 0, done.err
    if output == "terraform":
        provider = {"host": workspace.url, "retry_timeout_seconds": 5, "http_timeout_seconds": 20}
        override = folder / "local_override.tf.json"
        override.write_text(json.dumps({"provider": {"databricks": provider}}), encoding="utf-8")
    else:
        bundle = folder / "databricks.yml"
        local = re.sub(r"(?m)^(\s*host: ).*$", rf"\g<1>{workspace.url}", bundle.read_text(encoding="utf-8"))
        bundle.write_text(local, encoding="utf-8")
    return folder


def left_in(workspace: LocalWorkspace) -> tuple[set[int], list[str]]:
    """Return the jobs that are left, and the notebooks."""
    objects = workspace.state.objects.values()
    return set(workspace.state.jobs), [item.path for item in objects if item.object_type == "NOTEBOOK"]


@each_target
def test_terraform_applies_once_and_destroys_all(
    example: str, target: str, tmp_path: Path, terraform: RunTool, local_workspace: LocalWorkspace
) -> None:
    folder = generate("terraform", EXAMPLES / example, target, tmp_path, local_workspace)
    terraform(folder, "init")
    terraform(folder, "validate")
    terraform(folder, "apply", "-auto-approve")
    terraform(folder, "plan", "-detailed-exitcode")
    if example in ADOPTED:
        assert "prevent_destroy" in terraform(folder, "destroy", "-auto-approve", exit_code=1)
        return
    terraform(folder, "destroy", "-auto-approve")
    assert left_in(local_workspace) == (set(ADOPTED.values()), [])


@each_target
def test_a_bundle_deploys_once_and_destroys_all(
    example: str, target: str, tmp_path: Path, databricks: RunTool, local_workspace: LocalWorkspace
) -> None:
    folder = generate("bundle", EXAMPLES / example, target, tmp_path, local_workspace)
    databricks(folder, "bundle", "validate", "--strict", "-t", target)
    deploy(folder, example, target, databricks)
    assert "0 to add, 0 to change, 0 to delete" in databricks(folder, "bundle", "plan", "-t", target)
    destroy = ("bundle", "destroy", "--auto-approve", "-t", target)
    if example in ADOPTED:
        assert "prevent_destroy" in databricks(folder, *destroy, exit_code=1)
        return
    databricks(folder, *destroy)
    assert left_in(local_workspace) == (set(ADOPTED.values()), [])


def deploy(folder: Path, example: str, target: str, databricks: RunTool) -> None:
    if example in ADOPTED:
        bind = ("bundle", "deployment", "bind", "device_sessions", str(ADOPTED[example]))
        databricks(folder, *bind, "--auto-approve", "-t", target)
    databricks(folder, "bundle", "deploy", "-t", target)


@comparable_target
def test_both_roads_end_in_the_same_jobs(
    example: str,
    target: str,
    tmp_path: Path,
    terraform: RunTool,
    databricks: RunTool,
    local_workspace: LocalWorkspace,
) -> None:
    folder = generate("terraform", EXAMPLES / example, target, tmp_path / "terraform", local_workspace)
    terraform(folder, "init")
    terraform(folder, "apply", "-auto-approve")
    by_terraform = jobs_of(local_workspace)

    local_workspace.state.jobs.clear()
    local_workspace.state.clusters.clear()
    for job_id in ADOPTED.values():
        add_existing_job(local_workspace, job_id)
    folder = generate("bundle", EXAMPLES / example, target, tmp_path / "bundle", local_workspace)
    deploy(folder, example, target, databricks)
    assert jobs_of(local_workspace) == by_terraform


def jobs_of(workspace: LocalWorkspace) -> dict[str, Json]:
    """Return what the API says of every job by name, without what is different by nature."""
    state = workspace.state
    clusters = {key: cluster.attributes["cluster_name"] for key, cluster in state.clusters.items()}
    found = {}
    for job_id, job in state.jobs.items():
        returned = as_returned(job.settings)
        settings = {key: value for key, value in returned.items() if key not in DIFFERENT_BY_NATURE}
        if settings.get("run_as") == {"user_name": USER_NAME}:
            del settings["run_as"]  # what the provider computes for a job that it imported
        settings["tasks"] = [comparable_task(task, clusters) for task in settings["tasks"]]
        found[settings["name"]] = {**settings, "grants": set(state.grants[f"/jobs/{job_id}"])}
    return found


def comparable_task(task: Json, clusters: dict[str, str]) -> Json:
    comparable = dict(task)
    if "existing_cluster_id" in task:
        comparable["existing_cluster_id"] = clusters[task["existing_cluster_id"]]
    path = task.get("notebook_task", {}).get("notebook_path", "")
    if "/brickform/" in path or "/.bundle/" in path:
        below_root = PurePosixPath(*PurePosixPath(path).parts[-3:])
        comparable["notebook_task"] = {**task["notebook_task"], "notebook_path": str(below_root)}
    return comparable


@pytest.mark.parametrize(
    ("line", "changed", "resources"),
    [
        ("timeout_seconds: 3600", "timeout_seconds: 1800", {"databricks_job.orders"}),
        (
            "run: [{ group_name: shop-engineers }]",
            "run: [{ group_name: shop-operators }]",
            {"databricks_permissions.job_orders", "databricks_permissions.notebook_orders"},
        ),
    ],
)
def test_one_line_plans_one_change(
    line: str,
    changed: str,
    resources: set[str],
    tmp_path: Path,
    terraform: RunTool,
    databricks: RunTool,
    local_workspace: LocalWorkspace,
) -> None:
    project = tmp_path / "project"
    shutil.copytree(EXAMPLES / "dbt_shop", project, ignore=shutil.ignore_patterns("expected"))
    roots = {output: tmp_path / output for output in ("terraform", "bundle")}
    for output, folder in roots.items():
        generate(output, project, "prod", folder, local_workspace)
    terraform(roots["terraform"], "init")
    terraform(roots["terraform"], "apply", "-auto-approve")
    databricks(roots["bundle"], "bundle", "deploy", "-t", "prod")

    properties = project / "models" / "marts" / "schema.yml"
    text = properties.read_text(encoding="utf-8")
    assert text.count(line) == 1
    properties.write_text(text.replace(line, changed), encoding="utf-8")
    for output, folder in roots.items():
        generate(output, project, "prod", folder, local_workspace)

    plan = terraform(roots["terraform"], "plan", "-detailed-exitcode", exit_code=2)
    assert set(re.findall(r"# (\S+) will be", plan)) == resources
    plan = databricks(roots["bundle"], "bundle", "plan", "-t", "prod")
    assert "0 to add, 1 to change, 0 to delete" in plan
