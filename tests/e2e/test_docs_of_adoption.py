"""The commands of docs/adoption.md, run as they stand there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from brickform.testing import LocalWorkspace
from brickform.testing.local_workspace.state import USER_NAME, Grant, Job

RunTool = Callable[..., str]

PAGE = Path(__file__).resolve().parents[2] / "docs" / "adoption.md"
BLOCK = re.compile(
    r"^(?:## (?P<title>[^\n]+)|```(?P<kind>[a-z ]+)\n(?P<text>.*?)^```)$", re.MULTILINE | re.DOTALL
)
JOB = 884213907716253

FILES = {
    "dbt_project.yml": "name: shop\nmodel-paths: [models]\n",
    "brickform.yml": "targets: {prod: {catalog: main, schema: shop}}\n",
    "models/orders.py": "def model(dbt, session):\n    return session.range(1)\n",
    "models/customers.py": (
        "def model(dbt, session):\n"
        "    dbt.config(submission_method='workflow_job')\n"
        "    return session.range(2)\n"
    ),
}


@pytest.fixture
def project(tmp_path: Path, local_workspace: LocalWorkspace) -> Path:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    tasks = [{"task_key": "old", "notebook_task": {"notebook_path": "/Shared/old", "source": "WORKSPACE"}}]
    local_workspace.state.jobs[JOB] = Job(JOB, USER_NAME, 0, {"name": "made by dbt", "tasks": tasks})
    local_workspace.state.grants[f"/jobs/{JOB}"] = [Grant("user_name", USER_NAME, "IS_OWNER")]
    return tmp_path


def sections(output: str, project: Path, environment: dict[str, str]) -> Iterator[str]:
    """Do what the page says about one output; yield the title of each section when it is done."""
    title = ""
    for block in BLOCK.finditer(PAGE.read_text(encoding="utf-8")):
        if block["title"]:
            if title:
                yield title
            title = block["title"]
        elif block["kind"] == "yaml":
            (project / "models" / "schema.yml").write_text(block["text"])
        elif block["kind"] in ("sh", f"sh {output}"):
            command = ["bash", "-euc", block["text"]]
            done = subprocess.run(
                command, cwd=project, env=environment, capture_output=True, text=True, timeout=300
            )
            assert done.returncode == 0, f"{block['text']}\n{done.stdout}\n{done.stderr}"
    yield title


def names(workspace: LocalWorkspace) -> dict[int, str]:
    return {number: job.settings["name"] for number, job in workspace.state.jobs.items()}


def environment(workspace: LocalWorkspace) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name != "TF_CLI_CONFIG_FILE"}
    path = f"{Path(sys.executable).parent}{os.pathsep}{inherited['PATH']}"
    yes = {"TF_CLI_ARGS_apply": "-auto-approve", "TF_CLI_ARGS_destroy": "-auto-approve"}
    return {**workspace.isolated_environment(inherited), **yes, "PATH": path, "CHECKPOINT_DISABLE": "1"}


@pytest.mark.parametrize("output", ["terraform", "bundle"])
def test_the_page(
    output: str, project: Path, local_workspace: LocalWorkspace, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("databricks" if output == "bundle" else "terraform")  # skips where it is missing
    story = sections(output, project, environment(local_workspace))
    assert next(story) == "Adopt a job"
    assert names(local_workspace)[JOB] == "dbt__main-shop-orders"
    assert len(names(local_workspace)) == 2
    assert next(story) == "Rename a model"
    assert names(local_workspace)[JOB] == "dbt__main-shop-sales"
    assert len(names(local_workspace)) == 2
    assert next(story) == "Let a job go"
    assert names(local_workspace) == {JOB: "dbt__main-shop-sales"}
    assert next(story) == "adopt.sh"
