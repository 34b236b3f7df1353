"""The real provider takes what both CDKs synthesise: it applies once, and then there is nothing to change."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from brickform.testing import LocalWorkspace
from support.cdk import CDK, CDKS
from support.examples import EXAMPLES

RunTool = Callable[..., str]
APP = Path(__file__).parent / "cdk_app.py"


def synthesise(environment: Path, folder: Path, *arguments: str | Path) -> None:
    """Run an app in the environment of the CDKs, in which Node.js lies too."""
    path = f"{environment}{os.pathsep}{os.environ['PATH']}"
    command = [environment / "python", *arguments]
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("cdk", CDKS, ids=lambda cdk: cdk.name)
def test_a_stack_applies_once(
    cdk: CDK, cdk_environment: Path, tmp_path: Path, terraform: RunTool, local_workspace: LocalWorkspace
) -> None:
    synthesise(cdk_environment, tmp_path, APP, *cdk, EXAMPLES / "dbt_shop", "prod", tmp_path)
    stack = tmp_path / "stacks" / "stack"
    terraform(stack, "init")
    terraform(stack, "apply", "-auto-approve")
    terraform(stack, "plan", "-detailed-exitcode")
    generated = EXAMPLES / "dbt_shop" / "expected" / "terraform" / "prod"
    assert len(local_workspace.state.jobs) == len(list(generated.glob("*.job.tf.json")))
    terraform(stack, "destroy", "-auto-approve")
    assert not local_workspace.state.jobs


def test_the_example_app_is_valid(cdk_environment: Path, tmp_path: Path, terraform: RunTool) -> None:
    synthesise(cdk_environment, tmp_path, EXAMPLES / "cdktf_app" / "app.py")
    for stack in (tmp_path / "cdktf.out" / "stacks").iterdir():
        document = (stack / "cdk.tf.json").read_text("utf-8")
        # The bindings ask for exactly their own version of the provider.
        document = re.sub(r'(?<="version": )"1\.138\.0"', json.dumps(">= 1.128.0"), document)
        (stack / "cdk.tf.json").write_text(document, "utf-8")
        terraform(stack, "init", "-backend=false")
        terraform(stack, "validate")
