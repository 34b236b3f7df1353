"""A missing tool is never silence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.mark.parametrize(
    ("file", "tool"),
    [("test_local_workspace_terraform.py", "terraform"), ("test_local_workspace_bundle.py", "databricks")],
)
@pytest.mark.parametrize(("required", "exit_code"), [("", 0), ("required", 1)])
def test_a_missing_tool_is_named(tmp_path: Path, file: str, tool: str, required: str, exit_code: int) -> None:
    environment = {**os.environ, "PATH": str(tmp_path), "BRICKFORM_E2E": required}
    command = [sys.executable, "-m", "pytest", "-q", "-rsE", "-p", "no:cacheprovider", str(HERE / file)]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert f"{tool} is not on PATH" in run.stdout
    assert " passed" not in run.stdout
    assert run.returncode == exit_code
