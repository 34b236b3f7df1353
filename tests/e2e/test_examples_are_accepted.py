"""The real tools accept every example, for each of its targets."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from brickform.testing import LocalWorkspace
from support.command import brickform
from support.examples import EXAMPLES, examples_with_targets

RunTool = Callable[..., str]

each_target = pytest.mark.parametrize(("example", "target"), examples_with_targets())


def generate(output: str, example: str, target: str, folder: Path) -> None:
    done = brickform("generate", output, EXAMPLES / example, "-t", target, "-o", folder)
    assert done.code == 0, done.err


@each_target
def test_terraform_validate(example: str, target: str, tmp_path: Path, terraform_or_tofu: RunTool) -> None:
    generate("terraform", example, target, tmp_path)
    terraform_or_tofu(tmp_path, "init", "-backend=false", "-input=false")
    terraform_or_tofu(tmp_path, "validate")


@each_target
def test_bundle_validate(
    example: str, target: str, tmp_path: Path, databricks: RunTool, local_workspace: LocalWorkspace
) -> None:
    generate("bundle", example, target, tmp_path)
    point_to(local_workspace.url, tmp_path / "databricks.yml")
    databricks(tmp_path, "bundle", "validate", "--strict", "-t", target)


def point_to(url: str, bundle: Path) -> None:
    """Replace the hosts of the targets: the examples name workspaces that do not exist."""
    bundle.write_text(re.sub(r"(?m)^(\s*host: ).*$", rf"\g<1>{url}", bundle.read_text()))
