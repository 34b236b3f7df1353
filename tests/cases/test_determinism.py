"""The output depends on the project alone: not on hash seed, time zone, language or working directory."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from support.examples import EXAMPLES
from support.trees import files_below

ENVIRONMENTS = (
    {"PYTHONHASHSEED": "1", "TZ": "UTC", "LANG": "C", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "77", "TZ": "Asia/Tokyo", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"},
)


@pytest.mark.parametrize("output", ["terraform", "bundle"])
@pytest.mark.parametrize("example", ["dbt_shop", "grouped_job", "workflow_job"])
def test_the_same_bytes_anywhere(example: str, output: str, tmp_path: Path) -> None:
    trees = []
    for number, environment in enumerate(ENVIRONMENTS):
        folder = tmp_path / str(number)
        folder.mkdir()
        project = EXAMPLES / example
        working_directory = (project, folder)[number]
        source = os.path.relpath(project, working_directory)
        command = [sys.executable, "-m", "brickform", "generate", output, source, "-o", str(folder / "out")]
        subprocess.run(
            command, cwd=working_directory, env={**os.environ, **environment}, check=True, capture_output=True
        )
        trees.append(files_below(folder / "out"))
    assert trees[0] == trees[1]
