"""The hook of `.pre-commit-hooks.yaml`, run by the real pre-commit in a repository of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRE_COMMIT = Path(sys.executable).with_name("pre-commit")
PROJECT = """\
name: shop
models:
  - name: orders
    config: {submission_method: %s}
"""


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    (folder / "shop" / "models").mkdir(parents=True)
    (folder / "shop" / "models" / "orders.py").write_text("def model(dbt, session):\n    return None\n")
    git(folder, "init", "--quiet")
    return folder


def run_hook(repository: Path, method: str, home: Path) -> subprocess.CompletedProcess[str]:
    (repository / "shop" / "brickform.yml").write_text(PROJECT % method)
    git(repository, "add", "--all")
    config = repository.parent / "config.yaml"
    hook = {"id": "brickform-validate", "args": ["shop"]}
    config.write_text(f"repos: [{{repo: '{snapshot(repository.parent)}', rev: v0, hooks: [{hook}]}}]\n")
    return subprocess.run(
        [PRE_COMMIT, "run", "--all-files", "--config", config],
        cwd=repository,
        env={**os.environ, "PRE_COMMIT_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )


def snapshot(folder: Path) -> Path:
    """Return a repository with one commit, tagged v0: the files as they are here."""
    copy = folder / "brickform"
    if not copy.exists():
        copy.mkdir()
        parts = ["generator", "schema", "templates", "*.toml", "*.md", "LICENSE", ".pre-commit-hooks.yaml"]
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *parts],
            cwd=ROOT,
            check=True,
            capture_output=True,
        ).stdout.decode()
        for name in filter(None, listed.split("\0")):
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_bytes((ROOT / name).read_bytes())
        identity = ("-c", "user.name=test", "-c", "user.email=test@example.com")
        git(copy, "init", "--quiet")
        git(copy, "add", "--all")
        git(copy, *identity, "commit", "--quiet", "--message", "snapshot")
        git(copy, "tag", "v0")
    return copy


def test_a_mistake_stops_the_commit_and_a_right_project_does_not(repository: Path, tmp_path: Path) -> None:
    wrong = run_hook(repository, "workflow-job", tmp_path / "home")
    assert wrong.returncode == 1, wrong.stdout + wrong.stderr
    assert "shop/brickform.yml:4:33: error[BF305]" in wrong.stdout
    right = run_hook(repository, "workflow_job", tmp_path / "home")
    assert right.returncode == 0, right.stdout + right.stderr
