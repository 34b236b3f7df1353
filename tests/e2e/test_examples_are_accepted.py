"""The real tools accept every example, for each of its targets."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from brickform.testing import LocalWorkspace
from support.command import brickform

RunTool = Callable[..., str]

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def targets(example: Path) -> list[str]:
    """Return the targets of brickform.yml and of the one profile in profiles.yml."""
    found: set[str] = set()
    if (example / "brickform.yml").exists():
        found.update(yaml.safe_load((example / "brickform.yml").read_text()).get("targets", {}))
    if (example / "profiles.yml").exists():
        (profile,) = yaml.safe_load((example / "profiles.yml").read_text()).values()
        found.update(profile["outputs"])
    return sorted(found)


CASES = [
    (example.name, target)
    for example in sorted(EXAMPLES.iterdir())
    if example.is_dir()
    for target in targets(example)
]
each_target = pytest.mark.parametrize(("example", "target"), CASES)


def generate(output: str, example: str, target: str, folder: Path) -> None:
    done = brickform("generate", output, EXAMPLES / example, "-t", target, "-o", folder)
    assert done.code == 0, done.err


@each_target
def test_terraform_validate(example: str, target: str, tmp_path: Path, terraform: RunTool) -> None:
    generate("terraform", example, target, tmp_path)
    terraform(tmp_path, "init", "-backend=false", "-input=false")
    terraform(tmp_path, "validate")


@each_target
def test_bundle_validate(
    example: str, target: str, tmp_path: Path, databricks: RunTool, local_workspace: LocalWorkspace
) -> None:
    generate("bundle", example, target, tmp_path)
    point_to(local_workspace.host, tmp_path / "databricks.yml")
    databricks(tmp_path, "bundle", "validate", "--strict", "-t", target)


def point_to(host: str, bundle: Path) -> None:
    """Replace the hosts of the targets: the examples name workspaces that do not exist."""
    bundle.write_text(re.sub(r"(?m)^(\s*host: ).*$", rf"\g<1>{host}", bundle.read_text()))
