"""``brickform adopt`` takes over what the real dbt-databricks made, and the real tools agree."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from databricks.sdk import WorkspaceClient

from brickform.testing import LocalWorkspace
from support.command import Outcome, brickform
from support.dbt_examples import CLUSTER
from support.dbt_process import DbtProcess
from support.pointing import point_at

RunTool = Callable[..., str]
Config = dict[str, Any]

HOOK = {
    "task_key": "check",
    "depends_on": [{"task_key": "inner_notebook"}],
    "notebook_task": {"notebook_path": "/Shared/check", "source": "WORKSPACE"},
}
SCHEDULE = {"quartz_cron_expression": "0 0 4 * * ?", "timezone_id": "UTC", "pause_status": "PAUSED"}
CONFIGS: dict[str, Config] = {
    "plain": {},
    "settings of a job": {
        "python_job_config": {
            "name": "Daily orders",
            "schedule": SCHEDULE,
            "email_notifications": {"on_failure": ["a@example.com"]},
            "tags": {"team": "data"},
            "timeout_seconds": 600,
            "max_concurrent_runs": 2,
            "parameters": [{"name": "day", "default": "today"}],
            "additional_task_settings": {"max_retries": 1, "timeout_seconds": 60},
            "post_hook_tasks": [HOOK],
        },
    },
    "a new cluster": {"job_cluster_config": CLUSTER},
    "grants": {"python_job_config": {"grants": {"view": [{"group_name": "data"}]}}},
    "packages, which dbt drops": {"job_cluster_config": CLUSTER, "packages": ["pandas==2.2.3"]},
}
NAMED = re.compile(r"(?:info|warning)\[BF\d+\]: job \d+: '([^']+)' (?:changes|goes|comes)")


@pytest.fixture
def dbt_process(dbt_environment: Path, local_workspace: LocalWorkspace) -> Iterator[DbtProcess]:
    client = WorkspaceClient(host=local_workspace.url, token="t")
    cluster = client.clusters.create(**CLUSTER).bind()["cluster_id"]
    with DbtProcess(dbt_environment / "python", local_workspace, cluster) as process:
        yield process


@pytest.fixture
def project(tmp_path: Path, local_workspace: LocalWorkspace, monkeypatch: pytest.MonkeyPatch) -> Path:
    point_at(local_workspace, monkeypatch)
    root = tmp_path / "shop"
    (root / "models").mkdir(parents=True)
    (root / "dbt_project.yml").write_text("name: shop\nprofile: shop\n")
    (root / "models" / "orders.py").write_text("def model(dbt, session):\n    return session.range(1)\n")
    output = {"type": "databricks", "host": local_workspace.url, "catalog": "main", "schema": "shop"}
    profiles = {"shop": {"target": "prod", "outputs": {"prod": {**output, "http_path": "x", "token": "t"}}}}
    (root / "profiles.yml").write_text(json.dumps(profiles))
    return root


def configure(project: Path, config: Config) -> None:
    model = {"name": "orders", "config": {**config, "submission_method": "workflow_job"}}
    (project / "models" / "schema.yml").write_text(json.dumps({"models": [model]}))


def adopt_all(project: Path) -> Outcome:
    """Adopt as the page says, into the ``brickform.yml`` that is not there yet."""
    file = project / "brickform.yml"
    done = brickform("adopt", "--made-by-dbt", "--project", project, "-o", file, "--profiles-dir", project)
    assert done.code == 0, done.err
    return done


def generate(project: Path, output: str, folder: Path) -> None:
    done = brickform("generate", output, project, "-o", folder, "--profiles-dir", project)
    assert done.code == 0, done.err


def changed_paths(before: Any, after: Any, path: str = "") -> Iterator[str]:
    """Yield the paths in a plan of Terraform that change, without the indices of blocks."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in sorted(before.keys() | after.keys()):
            yield from changed_paths(before.get(name), after.get(name), f"{path}.{name}" if path else name)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for one, other in zip(before, after, strict=True):
            yield from changed_paths(one, other, path)
    elif before != after and (before or after):
        yield path


def in_words_of_terraform(path: str) -> str:
    return re.sub(r"\[[^\]]*\]", "", path).replace("tasks", "task")


@pytest.mark.parametrize("kind", CONFIGS)
def test_terraform_takes_over_what_dbt_made(
    kind: str,
    project: Path,
    tmp_path: Path,
    dbt_process: DbtProcess,
    terraform: RunTool,
    local_workspace: LocalWorkspace,
) -> None:
    assert dbt_process.submit({**CONFIGS[kind], "submission_method": "workflow_job"}) is None
    (job_id,) = local_workspace.state.jobs
    configure(project, CONFIGS[kind])
    named = NAMED.findall(adopt_all(project).err)
    root = tmp_path / "terraform"
    generate(project, "terraform", root)
    terraform(root, "init")
    terraform(root, "plan", "-out", "plan")
    plan = json.loads(terraform(root, "show", "-json", "plan").replace("-no-color", ""))
    actions = {change["address"]: change["change"]["actions"] for change in plan["resource_changes"]}
    assert not any("delete" in done for done in actions.values())
    assert [address for address in actions if "databricks_job." in address] == ["databricks_job.orders"]
    (change,) = [one["change"] for one in plan["resource_changes"] if one["type"] == "databricks_job"]
    assert change["importing"] == {"id": str(job_id)}
    changed = set(changed_paths(change["before"], change["after"]))
    assert changed == {in_words_of_terraform(path) for path in named}, changed
    terraform(root, "apply", "-auto-approve", "plan")
    terraform(root, "plan", "-detailed-exitcode")
    assert list(local_workspace.state.jobs) == [job_id]


@pytest.mark.parametrize("kind", ["settings of a job", "grants"])
def test_a_bundle_takes_over_what_dbt_made(
    kind: str,
    project: Path,
    tmp_path: Path,
    dbt_process: DbtProcess,
    databricks: RunTool,
    local_workspace: LocalWorkspace,
) -> None:
    assert dbt_process.submit({**CONFIGS[kind], "submission_method": "workflow_job"}) is None
    ((job_id, job),) = local_workspace.state.jobs.items()
    before = dict(job.settings)
    configure(project, CONFIGS[kind])
    adopt_all(project)
    bundle = tmp_path / "bundle"
    generate(project, "bundle", bundle)
    environment = local_workspace.isolated_environment(os.environ)
    subprocess.run([bundle / "adopt.sh", "-t", "prod"], env=environment, check=True, timeout=120)
    actions = databricks(bundle, "bundle", "plan", "-t", "prod").splitlines()
    assert "update jobs.orders" in actions
    assert not any(
        line.startswith(("delete", "recreate")) or line == "create jobs.orders" for line in actions
    )
    databricks(bundle, "bundle", "deploy", "-t", "prod")
    assert "0 to add, 0 to change, 0 to delete" in databricks(bundle, "bundle", "plan", "-t", "prod")
    assert list(local_workspace.state.jobs) == [job_id]
    after = local_workspace.state.jobs[job_id].settings
    kept = before.keys() - {"tasks"}
    assert {name: after.get(name) for name in kept} == {name: before[name] for name in kept}
