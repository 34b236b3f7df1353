"""A small project from a dict of files, read in one step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from brickform.diagnostics import Diagnostics
from brickform.read.project import Project, ReadOptions
from brickform.read.project_reader import read_project

ReadFiles = Callable[[Mapping[str, str]], tuple[Project | None, Diagnostics]]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of a project; no profiles.yml of this machine counts."""
    monkeypatch.delenv("DBT_PROFILES_DIR", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    folder = tmp_path / "shop"
    folder.mkdir()
    return folder


@pytest.fixture
def read_files(root: Path) -> ReadFiles:
    """Write files below the project and read it."""

    def read(files: Mapping[str, str]) -> tuple[Project | None, Diagnostics]:
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return read_project(ReadOptions(root))

    return read
