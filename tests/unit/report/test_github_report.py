from __future__ import annotations

from pathlib import Path

import pytest

from brickform.diagnostics import Code, Diagnostic, Diagnostics, Severity
from brickform.location import Location
from brickform.report import REPORTERS, Report

ERROR = Code("BF901", Severity.ERROR, "something, or: nothing")
INFO = Code("BF903", Severity.INFO, "worth knowing")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "dbt" / "models").mkdir(parents=True)
    (tmp_path / "dbt" / "models" / "m.yml").write_text("a: 1\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    return Path("dbt")


def lines(root: Path, *found: Diagnostic, verbosity: int = 0) -> list[str]:
    return REPORTERS["github"].render(Report(Diagnostics(found), root, verbosity)).splitlines()


def test_an_annotation_names_file_line_and_column(project: Path) -> None:
    found = Diagnostic(ERROR, "unknown key 'a'", Location("models/m.yml", 3, 5), help="did you mean 'b'?")
    assert lines(project, found) == [
        "::error file=dbt/models/m.yml,line=3,col=5,title=BF901%3A something%2C or%3A nothing"
        "::unknown key 'a'%0Ahelp: did you mean 'b'?"
    ]


def test_texts_cannot_end_a_command_or_start_another(project: Path) -> None:
    (line,) = lines(project, Diagnostic(INFO, "100%\r\n::error::no\x1b[2J", help="a\r\n::add-mask::b"))
    assert line == (
        "::notice title=BF903%3A worth knowing::100%25\N{REPLACEMENT CHARACTER} ::error::no"
        "\N{REPLACEMENT CHARACTER}[2J%0Ahelp: a%0A::add-mask::b"
    )


def test_an_annotation_names_the_config_path(project: Path) -> None:
    (line,) = lines(project, Diagnostic(ERROR, "no", Location("models/m.yml", 1, 1), ("models", 0, "name")))
    assert line.endswith("::no%0Aat models[0].name")


@pytest.mark.parametrize("folder", [".", "elsewhere", "dbt/models"])
def test_files_are_named_from_the_root_of_a_repository(
    folder: str, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / folder)
    relative = Path(*[".."] * len(Path(folder).parts)) / project
    for root in (relative, tmp_path / project):
        (line,) = lines(root, Diagnostic(ERROR, "no", Location("models/m.yml", 1, 1)))
        assert line.startswith("::error file=dbt/models/m.yml,line=1,col=1,")


def test_no_file_is_named_by_an_absolute_path(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    (line,) = lines(tmp_path / project, Diagnostic(ERROR, "no", Location("models/m.yml", 1, 1)))
    assert line.startswith("::error file=models/m.yml,")


def test_a_step_in_a_folder_annotates_the_file_of_the_checkout(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    monkeypatch.chdir(tmp_path / "dbt")
    (line,) = lines(Path(), Diagnostic(ERROR, "no", Location("models/m.yml", 1, 1)))
    assert line.startswith("::error file=dbt/models/m.yml,line=1,col=1,")


def test_a_file_outside_of_the_project_is_not_annotated(project: Path) -> None:
    (line,) = lines(project, Diagnostic(ERROR, "no", Location("profiles.yml", 1, 1)))
    assert line.startswith("::error title=")


def test_quiet_leaves_infos_out(project: Path) -> None:
    assert lines(project, Diagnostic(INFO, "hm"), verbosity=-1) == []
