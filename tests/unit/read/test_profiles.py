from __future__ import annotations

from pathlib import Path

import pytest

from brickform import codes
from brickform.diagnostics import Diagnostics
from brickform.read.profiles import read_profile
from brickform.read.project import ReadOptions


def write(folder: Path, schema: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "profiles.yml").write_text(f"shop:\n  outputs: {{dev: {{schema: {schema}}}}}\n")


def schema(root: Path, profiles_dir: Path | None = None) -> str:
    found = Diagnostics()
    profile, _ = read_profile(ReadOptions(root, profiles_dir), root, "shop", found)
    assert list(found) == []
    assert profile is not None
    return str(profile.value["outputs"]["dev"]["schema"])


def test_the_folders_count_in_dbts_order(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(Path.home() / ".dbt", "home")
    assert schema(root) == "home"
    write(root, "project")
    assert schema(root) == "project"
    write(root.parent / "env", "env")
    monkeypatch.setenv("DBT_PROFILES_DIR", str(root.parent / "env"))
    assert schema(root) == "env"
    write(root.parent / "given", "given")
    assert schema(root, root.parent / "given") == "given"


def test_a_profile_is_named_by_its_path_in_the_project_only(root: Path) -> None:
    write(root / "ci", "x")
    write(root.parent / "elsewhere", "x")
    for folder, file in ((root / "ci", "ci/profiles.yml"), (root.parent / "elsewhere", "profiles.yml")):
        profile, _ = read_profile(ReadOptions(root, folder), root, "shop", Diagnostics())
        assert profile is not None
        assert profile.location.file == file


def test_a_missing_profile_is_no_error(root: Path) -> None:
    found = Diagnostics()
    assert read_profile(ReadOptions(root), root, "shop", found) == (None, None)
    write(root, "x")
    assert read_profile(ReadOptions(root), root, "other", found) == (None, ("shop",))
    assert read_profile(ReadOptions(root), root, None, found) == (None, ("shop",))
    assert list(found) == []


def test_a_missing_file_is_an_error_where_the_folder_was_named(root: Path) -> None:
    found = Diagnostics()
    assert read_profile(ReadOptions(root, root / "nowhere"), root, "shop", found) == (None, ())
    assert [problem.code for problem in found] == [codes.FILE_UNREADABLE]
