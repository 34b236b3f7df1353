"""A folder is a case: a project with something wrong, and the report that it must give.

A file ``arguments`` adds to the command line.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from support.command import brickform

INVALID = Path(__file__).parent / "invalid"
CASES = sorted(folder.name for folder in INVALID.iterdir() if folder.is_dir())


@pytest.mark.parametrize("name", CASES)
def test_the_report_of_a_wrong_project(
    name: str, tmp_path: Path, update: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = INVALID / name
    monkeypatch.chdir(case)
    monkeypatch.setenv("DBT_PROFILES_DIR", str(case))
    output = tmp_path / "out"
    arguments = case / "arguments"
    more = arguments.read_text(encoding="utf-8").split() if arguments.exists() else []
    done = brickform("generate", "terraform", "project", "-o", output, *more)
    expected = case / "report.txt"
    if update:
        expected.write_text(done.err, encoding="utf-8")
    assert done.code == 1, done.out + done.err
    assert done.err == expected.read_text(encoding="utf-8")
    assert not output.exists(), "nothing is written"
