"""Adopted, renamed and released jobs: docs/adoption.md, with the real tools."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from brickform.testing import LocalWorkspace
from brickform.testing.local_workspace.state import USER_NAME, Grant, Job
from support.command import Outcome, brickform

RunTool = Callable[..., str]
RunScript = Callable[..., str]

EXISTING = 9007199254740995
"""No float holds it."""
ADOPTED = f"existing_job_id: {EXISTING}"
DESTROY = ("destroy", "-auto-approve")
DEPLOY, BUNDLE_DESTROY, BUNDLE_PLAN = (
    ("bundle", *command, "-t", "prod") for command in (["deploy"], ["destroy", "--auto-approve"], ["plan"])
)
NOTHING_TO_DO = "0 to add, 0 to change, 0 to delete"


class Project:
    """A project of two models, ``customers`` and one that lives through a lot, and its two outputs."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "project"
        (self.root / "models" / "marts").mkdir(parents=True)
        self._write_model("customers")
        self._write_model("orders")
        self.configure("orders")

    def configure(self, name: str, job: str = "", config: str = "") -> None:
        (self.root / "brickform.yml").write_text(
            "name: shop\n"
            "defaults: {submission_method: workflow_job}\n"
            "models:\n"
            "  - name: customers\n"
            f"  - name: {name}\n"
            "    config:\n"
            f"      python_job_config: {{grants: {{view: [{{group_name: data}}]}}, {job}}}\n"
            f"      {config}\n"
            "targets:\n"
            "  prod: {catalog: main, schema: shop}\n"
        )

    def rename(self, name: str, previous_name: str) -> None:
        folder = self.root / "models" / "marts"
        (folder / f"{previous_name}.py").rename(folder / f"{name}.py")
        self.configure(name, config=f"previous_names: [{previous_name}]")

    def generate(self, output: str, folder: Path, *options: str) -> Outcome:
        done = brickform("generate", output, self.root, "-o", folder, *options)
        assert done.code == 0, done.err
        return done

    def _write_model(self, name: str) -> None:
        code = f"def model(dbt, session):\n    return session.table('raw.{name}')\n"
        (self.root / "models" / "marts" / f"{name}.py").write_text(code)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


@pytest.fixture
def adopt(databricks: RunTool, local_workspace: LocalWorkspace) -> RunScript:
    """Run ``adopt.sh`` of a bundle, twice: the second time it has nothing to do."""

    def run(bundle: Path) -> str:
        environment = local_workspace.isolated_environment(os.environ)
        command = [str(bundle / "adopt.sh"), "-t", "prod"]
        first, second = (
            subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
            for _ in range(2)
        )
        assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
        assert "unbound" not in second.stdout
        return first.stdout

    return run


@pytest.fixture
def existing_job(local_workspace: LocalWorkspace) -> int:
    tasks = [{"task_key": "old", "notebook_task": {"notebook_path": "/Shared/old", "source": "WORKSPACE"}}]
    local_workspace.state.jobs[EXISTING] = Job(EXISTING, USER_NAME, 0, {"name": "by dbt", "tasks": tasks})
    local_workspace.state.grants[f"/jobs/{EXISTING}"] = [Grant("user_name", USER_NAME, "IS_OWNER")]
    return EXISTING


def job_ids(workspace: LocalWorkspace) -> dict[str, int]:
    return {job.settings["name"].rpartition("-")[2]: number for number, job in workspace.state.jobs.items()}


def viewers(workspace: LocalWorkspace, job_id: int) -> list[str]:
    return [grant.name for grant in workspace.state.grants[f"/jobs/{job_id}"] if grant.level == "CAN_VIEW"]


def notebooks(workspace: LocalWorkspace) -> list[str]:
    objects = workspace.state.objects.values()
    return [item.path.rpartition("/")[2] for item in objects if item.object_type == "NOTEBOOK"]


def test_terraform_adopts_a_job_and_lets_it_go(
    tmp_path: Path, project: Project, terraform: RunTool, local_workspace: LocalWorkspace, existing_job: int
) -> None:
    root = tmp_path / "terraform"
    project.configure("orders", ADOPTED)
    project.generate("terraform", root)
    terraform(root, "init")
    assert "1 imported" in terraform(root, "apply", "-auto-approve")
    assert job_ids(local_workspace)["orders"] == existing_job
    assert "prevent_destroy" in terraform(root, *DESTROY, exit_code=1)
    assert job_ids(local_workspace).keys() == {"orders", "customers"}

    project.configure("orders", ADOPTED, "release: true")
    project.generate("terraform", root)
    assert "will no longer be managed" in terraform(root, "apply", "-auto-approve")
    terraform(root, "plan", "-detailed-exitcode")
    terraform(root, *DESTROY)
    assert job_ids(local_workspace) == {"orders": existing_job}
    assert notebooks(local_workspace) == ["orders"]
    assert viewers(local_workspace, existing_job) == ["data"]


@pytest.mark.parametrize("layout", ["per-model", "per-folder"])
def test_a_bundle_adopts_a_job_and_lets_it_go(
    layout: str,
    tmp_path: Path,
    project: Project,
    databricks: RunTool,
    adopt: RunScript,
    local_workspace: LocalWorkspace,
    existing_job: int,
) -> None:
    bundle = tmp_path / "bundle"
    project.configure("orders", ADOPTED)
    project.generate("bundle", bundle, "--layout", layout)
    assert f"bound job {existing_job} as orders" in adopt(bundle)
    databricks(bundle, *DEPLOY)
    assert job_ids(local_workspace)["orders"] == existing_job
    assert "prevent_destroy" in databricks(bundle, *BUNDLE_DESTROY, exit_code=1)
    assert job_ids(local_workspace).keys() == {"orders", "customers"}

    project.configure("orders", ADOPTED, "release: true")
    project.generate("bundle", bundle, "--layout", layout)
    assert f"unbound job {existing_job}, which was orders" in adopt(bundle)
    databricks(bundle, *DEPLOY)
    assert NOTHING_TO_DO in databricks(bundle, *BUNDLE_PLAN)
    assert sorted(notebooks(local_workspace)) == ["customers", "orders"]
    databricks(bundle, *BUNDLE_DESTROY)
    assert job_ids(local_workspace) == {"orders": existing_job}
    assert viewers(local_workspace, existing_job) == ["data"]


def test_terraform_keeps_the_job_of_a_renamed_model(
    tmp_path: Path, project: Project, terraform: RunTool, local_workspace: LocalWorkspace
) -> None:
    root = tmp_path / "terraform"
    project.configure("orders")
    project.generate("terraform", root)
    terraform(root, "init")
    terraform(root, "apply", "-auto-approve")
    job_id = job_ids(local_workspace)["orders"]

    project.rename("sales", "orders")
    project.generate("terraform", root)
    assert "(moved from databricks_job.orders)" in terraform(root, "apply", "-auto-approve")
    terraform(root, "plan", "-detailed-exitcode")
    assert job_ids(local_workspace) == {"sales": job_id, "customers": job_ids(local_workspace)["customers"]}
    assert viewers(local_workspace, job_id) == ["data"]
    assert sorted(notebooks(local_workspace)) == ["customers", "sales"]


def test_a_bundle_keeps_the_job_of_a_renamed_model(
    tmp_path: Path,
    project: Project,
    databricks: RunTool,
    adopt: RunScript,
    local_workspace: LocalWorkspace,
) -> None:
    bundle = tmp_path / "bundle"
    project.generate("bundle", bundle)
    databricks(bundle, *DEPLOY)
    job_id = job_ids(local_workspace)["orders"]

    project.rename("sales", "orders")
    project.generate("bundle", bundle)
    assert adopt(bundle).splitlines() == [
        f"unbound job {job_id}, which was orders",
        f"bound job {job_id} as sales",
    ]
    databricks(bundle, *DEPLOY)
    assert NOTHING_TO_DO in databricks(bundle, *BUNDLE_PLAN)
    assert job_ids(local_workspace)["sales"] == job_id
    assert len(local_workspace.state.jobs) == 2
    assert viewers(local_workspace, job_id) == ["data"]


def test_no_deploy_comes_between_unbinding_and_binding(
    tmp_path: Path, project: Project, databricks: RunTool, adopt: RunScript, local_workspace: LocalWorkspace
) -> None:
    """A killed adopt.sh leaves the stand-in: the CLI refuses to deploy until it is run again."""
    bundle = tmp_path / "bundle"
    project.generate("bundle", bundle)
    databricks(bundle, *DEPLOY)
    job_id = job_ids(local_workspace)["orders"]
    project.rename("sales", "orders")
    project.generate("bundle", bundle)
    script = bundle / "adopt.sh"
    whole = script.read_text()
    script.write_text(re.sub(r'(cli deployment unbind "\$1")\n', r"\1; kill -9 $$\n", whole))
    environment = local_workspace.isolated_environment(os.environ)
    assert subprocess.run([str(script), "-t", "prod"], env=environment, check=False).returncode == -9

    assert "run_adopt_sh_again" in databricks(bundle, *DEPLOY, exit_code=1)
    script.write_text(whole)
    assert f"bound job {job_id} as sales" in adopt(bundle)
    databricks(bundle, *DEPLOY)
    assert job_ids(local_workspace)["sales"] == job_id
    assert len(local_workspace.state.jobs) == 2


def test_both_layouts_deploy_the_same(
    tmp_path: Path, project: Project, databricks: RunTool, local_workspace: LocalWorkspace
) -> None:
    project.generate("bundle", tmp_path / "bundle")
    databricks(tmp_path / "bundle", *DEPLOY)
    before = {number: job.settings for number, job in local_workspace.state.jobs.items()}
    project.generate("bundle", tmp_path / "bundle", "--layout", "per-folder", "--force")
    assert [file.name for file in (tmp_path / "bundle" / "resources" / "prod").iterdir()] == ["marts.yml"]
    databricks(tmp_path / "bundle", "bundle", "validate", "--strict", "-t", "prod")
    assert NOTHING_TO_DO in databricks(tmp_path / "bundle", *BUNDLE_PLAN)
    databricks(tmp_path / "bundle", *DEPLOY)
    assert {number: job.settings for number, job in local_workspace.state.jobs.items()} == before


def test_a_module_may_move_and_let_go(
    tmp_path: Path, project: Project, terraform: RunTool, local_workspace: LocalWorkspace
) -> None:
    module = tmp_path / "root" / "jobs"
    project.generate("terraform", module, "--module", "jobs")
    (module.parent / "main.tf").write_text('module "jobs" { source = "./jobs" }\n')
    terraform(module.parent, "init")
    terraform(module.parent, "apply", "-auto-approve")
    job_id = job_ids(local_workspace)["orders"]
    project.rename("sales", "orders")
    project.generate("terraform", module, "--module", "jobs")
    terraform(module.parent, "apply", "-auto-approve")
    project.configure("sales", config="release: true")
    project.generate("terraform", module, "--module", "jobs")
    terraform(module.parent, "apply", "-auto-approve")
    terraform(module.parent, *DESTROY)
    assert job_ids(local_workspace) == {"sales": job_id}
