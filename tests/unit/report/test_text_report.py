from __future__ import annotations

from pathlib import Path

import click
import pytest

from brickform.diagnostics import Code, Diagnostic, Diagnostics, Severity
from brickform.location import Location
from brickform.report import REPORTERS, Report

ERROR = Code("BF901", Severity.ERROR, "something is wrong")
WARNING = Code("BF902", Severity.WARNING, "something is odd")
INFO = Code("BF903", Severity.INFO, "something is worth knowing")


def text(root: Path, *found: Diagnostic, verbosity: int = 0) -> list[str]:
    rendered = REPORTERS["text"].render(Report(Diagnostics(found), root, verbosity))
    return click.unstyle(rendered).splitlines()


def test_a_problem_is_shown_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "m.yml").write_text("models:\n  - name: a\n    max_retires: 3\n")
    found = Diagnostic(
        ERROR,
        "unknown key 'max_retires'",
        Location("models/m.yml", 3, 5),
        ("models", 0, "max_retires"),
        "write 'max_retries'",
    )
    assert text(tmp_path, found) == [
        "models/m.yml:3:5: error[BF901]: unknown key 'max_retires'",
        "      max_retires: 3",
        "      ^",
        "  at models[0].max_retires",
        "  help: write 'max_retries'",
        "1 error",
    ]


def test_nothing_found_nothing_said(tmp_path: Path) -> None:
    assert text(tmp_path) == []


def test_a_problem_without_a_place(tmp_path: Path) -> None:
    found = Diagnostic(ERROR, "no target", help="one line\nanother line")
    assert text(tmp_path, found) == [
        "error[BF901]: no target",
        "  help: one line",
        "  another line",
        "1 error",
    ]


@pytest.mark.parametrize("file", ["profiles.yml", "deep/profiles.yml", "../outside.yml", "missing.yml"])
def test_lines_that_must_not_or_cannot_be_shown(tmp_path: Path, file: str) -> None:
    root = tmp_path / "root"
    (root / "deep").mkdir(parents=True)
    for secret in (root / "profiles.yml", root / "deep" / "profiles.yml", tmp_path / "outside.yml"):
        secret.write_text("token: dapi123\n")
    found = Diagnostic(ERROR, "wrong", Location(file, 1, 1))
    assert text(root, found) == [f"{file}:1:1: error[BF901]: wrong", "1 error"]


def test_the_line_of_an_absolute_path_is_not_shown(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("token: dapi123\n")
    found = Diagnostic(ERROR, "wrong", Location(str(tmp_path / "a.yml"), 1, 1))
    assert "dapi123" not in "".join(text(tmp_path, found))


@pytest.mark.parametrize("line", [0, 2, 4, 9])
def test_lines_that_are_not_there_or_blank(tmp_path: Path, line: int) -> None:
    (tmp_path / "a.yml").write_text("a: 1\n   \n")
    assert len(text(tmp_path, Diagnostic(ERROR, "wrong", Location("a.yml", line, 1)))) == 2


@pytest.mark.parametrize(
    ("line", "column", "caret"),
    [("\ta: 1", 2, "\t^"), ("日本: 1", 5, "      ^"), ("a: 1", 4, "   ^"), ("a:", 9, "  ^")],
)
def test_the_caret_stands_under_its_column(tmp_path: Path, line: str, column: int, caret: str) -> None:
    (tmp_path / "a.yml").write_text(f"{line}\n", encoding="utf-8")
    shown = text(tmp_path, Diagnostic(ERROR, "wrong", Location("a.yml", 1, column)))
    assert shown[1:3] == [f"  {line}", f"  {caret}"]


def test_nothing_in_a_file_or_a_message_steers_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("a: \x1b[2J\n")
    found = Diagnostic(ERROR, "odd \x1b]0;title\x07", Location("a.yml", 1, 1), ("a\x1b[2J",), "not \x1b[2J")
    rendered = REPORTERS["text"].render(Report(Diagnostics([found]), tmp_path))
    assert all(f"\x1b{steer}" not in rendered for steer in ("[2J", "]0"))
    assert "\x07" not in rendered


def test_repeated_infos_fold_into_one_line(tmp_path: Path) -> None:
    infos = [Diagnostic(INFO, f"info {number}") for number in range(3)]
    warnings = [Diagnostic(WARNING, f"warning {number}") for number in range(2)]
    assert text(tmp_path, *infos, *warnings) == [
        "warning[BF902]: warning 0",
        "warning[BF902]: warning 1",
        "info[BF903]: something is worth knowing (3 times; -v shows each)",
        "2 warnings, 3 infos",
    ]


def test_a_single_info_is_shown_as_it_is(tmp_path: Path) -> None:
    assert text(tmp_path, Diagnostic(INFO, "only one")) == ["info[BF903]: only one", "1 info"]


def test_verbose_shows_every_info(tmp_path: Path) -> None:
    infos = [Diagnostic(INFO, f"info {number}") for number in range(3)]
    assert len(text(tmp_path, *infos, verbosity=1)) == 4


def test_quiet_shows_no_info(tmp_path: Path) -> None:
    shown = text(tmp_path, Diagnostic(INFO, "info"), Diagnostic(WARNING, "warning"), verbosity=-1)
    assert shown == ["warning[BF902]: warning", "1 warning"]


def test_a_line_with_a_secret_is_shown_by_no_problem(tmp_path: Path) -> None:
    (tmp_path / "m.yml").write_text("{token: abc, max_retires: 3}\n")
    secret = Code("BF904", Severity.WARNING, "a secret", confidential=True)
    shown = text(
        tmp_path,
        Diagnostic(secret, "a secret in plain text", Location("m.yml", 1, 2)),
        Diagnostic(ERROR, "unknown key 'max_retires'", Location("m.yml", 1, 14)),
    )
    assert shown == [
        "m.yml:1:2: warning[BF904]: a secret in plain text",
        "m.yml:1:14: error[BF901]: unknown key 'max_retires'",
        "1 error, 1 warning",
    ]
