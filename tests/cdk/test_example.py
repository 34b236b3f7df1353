"""The example app does what its own tests say, with either CDK."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.cdk import CDK
from support.examples import EXAMPLES

IGNORED = shutil.ignore_patterns("cdktf.out", "__pycache__", ".*")


@pytest.fixture
def app(cdk: CDK, tmp_path: Path) -> Path:
    """Return a copy of the example, in which only the imports name another CDK."""
    copy = tmp_path / "app"
    shutil.copytree(EXAMPLES / "cdktf_app", copy, ignore=IGNORED)
    for file in copy.glob("*.py"):
        text = file.read_text("utf-8")
        text = text.replace("from cdktn_provider_databricks", f"from {cdk.bindings}")
        file.write_text(text.replace("from cdktn import", f"from {cdk.name} import"), "utf-8")
    return copy


def run(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_its_own_tests_pass(app: Path) -> None:
    assert "9 passed" in run(app, "-m", "pytest", "-q", "-p", "no:cacheprovider")


def test_two_synthesised_copies_are_the_same_and_hold_no_path(app: Path, tmp_path: Path) -> None:
    other = shutil.copytree(app, tmp_path / "other")
    for folder in (app, other):
        run(folder, "app.py")
    trees = [synthesised_files(folder / "cdktf.out") for folder in (app, other)]
    assert trees[0] == trees[1]
    assert {"stacks/meters-dev/cdk.tf.json", "stacks/meters-prod/cdk.tf.json"} <= trees[0].keys()
    assert not any(str(tmp_path).encode() in content for content in trees[0].values())


def synthesised_files(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
