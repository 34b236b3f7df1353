"""Every example, for each of its targets, goes to the real tools to be validated; nothing is deployed."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from support.real_tools import EXAMPLES, examples_with_targets, missing

Run = Callable[..., "subprocess.CompletedProcess[str]"]

each_target = pytest.mark.parametrize(("example", "target"), examples_with_targets())


def generate(output: str, example: str, target: str, directory: Path, run: Run) -> None:
    brickform = Path(sys.executable).with_name("brickform")
    command = [brickform, "generate", output, EXAMPLES / example, "-t", target, "-o", directory]
    done = run(*command, cwd=directory)
    assert done.returncode == 0, done.stdout + done.stderr


@each_target
def test_terraform_validate(example: str, target: str, tmp_path: Path, terraform: str, run: Run) -> None:
    generate("terraform", example, target, tmp_path, run)
    init = run(terraform, "init", "-backend=false", "-input=false", "-no-color", cwd=tmp_path)
    if "Failed to query available provider packages" in init.stderr:
        missing("the Databricks provider for terraform")
    assert init.returncode == 0, init.stdout + init.stderr
    done = run(terraform, "validate", "-no-color", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@each_target
def test_bundle_validate(
    example: str, target: str, tmp_path: Path, databricks: str, run: Run, workspace_url: str
) -> None:
    generate("bundle", example, target, tmp_path, run)
    point_to(workspace_url, tmp_path / "databricks.yml")
    done = run(databricks, "bundle", "validate", "--strict", "-t", target, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


def point_to(url: str, bundle: Path) -> None:
    """Replace the hosts of the targets: the examples name workspaces that do not exist."""
    bundle.write_text(re.sub(r"(?m)^(\s*host: ).*$", rf"\g<1>{url}", bundle.read_text()))
