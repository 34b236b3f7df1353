"""A folder is a case: a project with something wrong, and the report that it must give.

Cases lie in a folder for the part of brickform that finds the mistake. A file ``arguments`` adds to the
command line, a file ``command`` is one of its own, instead of ``generate``. The last line of ``report.txt``
is the exit code: only a report without errors may end in 0.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from support.command import brickform

INVALID = Path(__file__).parent / "invalid"
CASES = sorted(path.parent.relative_to(INVALID).as_posix() for path in INVALID.glob("*/*/project"))


@pytest.mark.parametrize("name", CASES)
def test_the_report_of_a_wrong_project(
    name: str, tmp_path: Path, update: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = INVALID / name
    monkeypatch.chdir(case)
    monkeypatch.setenv("DBT_PROFILES_DIR", str(case))
    output = tmp_path / "out"
    command = _words(case / "command") or ["generate", "terraform", "project", "-o", str(output)]
    done = brickform(*command, *_words(case / "arguments"))
    report = f"{done.err}exit {done.code}\n"
    expected = case / "report.txt"
    if update:
        expected.write_text(report, encoding="utf-8")
    assert done.err, "a case has something to report"
    assert report == expected.read_text(encoding="utf-8")
    assert output.exists() == (done.code == 0 and str(output) in command), "an error leaves nothing behind"


def _words(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").split() if file.exists() else []
