"""What is said where Node.js is missing or too old, and where a scope is in no stack."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from constructs import Construct, RootConstruct

from brickform.cdktf import ModelJobs
from brickform.errors import UsageError
from support.cdk import CDK
from support.examples import EXAMPLES


def import_with_node(program: Path) -> str:
    environment = {**os.environ, "JSII_NODE": str(program)}
    done = subprocess.run(
        [sys.executable, "-c", "import brickform.cdktf"], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 1
    return done.stderr.splitlines()[-1]


def test_a_missing_node(tmp_path: Path) -> None:
    said = import_with_node(tmp_path / "node")
    assert "constructs need Node.js" in said
    assert "install Node.js 20 or newer" in said


def test_an_old_node(tmp_path: Path) -> None:
    node = tmp_path / "node"
    node.write_text("#!/bin/sh\necho v16.20.2\n")
    node.chmod(0o755)
    said = import_with_node(node)
    assert "is Node.js v16.20.2, which is too old: install Node.js 20 or newer" in said


def test_bindings_that_are_missing_name_one_command(cdk: CDK, tmp_path: Path) -> None:
    script = (
        f"import sys, {cdk.name} as core; sys.modules['{cdk.bindings}'] = None; "
        "from brickform.cdktf import ModelJobs; "
        "ModelJobs(core.TerraformStack(core.App(), 'stack'), 'models', project='.')"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True)
    assert done.stderr.splitlines()[-1].endswith(f": pip install 'brickform[{cdk.name}]'")


def test_a_scope_outside_of_both_cdks() -> None:
    with pytest.raises(UsageError, match="belongs in a TerraformStack"):
        ModelJobs(RootConstruct(), "models", project=EXAMPLES / "plain")


def test_a_construct_inside_a_stack_is_a_scope(cdk: CDK, tmp_path: Path) -> None:
    scope = Construct(cdk.stack(cdk.app(tmp_path)), "data")
    models = ModelJobs(scope, "models", project=EXAMPLES / "plain", select="stations")
    assert models.job("stations").node.path == "stack/data/models/job_stations"
    with pytest.raises(UsageError, match="no job 'readings'"):
        models.job("readings")
