from __future__ import annotations

from pathlib import Path

import click
import pytest

from brickform.diagnostics import Code, Diagnostic, Diagnostics, Severity
from brickform.location import Location
from brickform.report import REPORTERS, Report
from brickform.report.source_lines import columns

ERROR = Code("BF901", Severity.ERROR, "something is wrong")
WARNING = Code("BF902", Severity.WARNING, "something is odd")
INFO = Code("BF903", Severity.INFO, "something is worth knowing")
MORE = "more about a code: brickform explain"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def text(
    *found: Diagnostic, root: str | Path = ".", verbosity: int = 0, width: int | None = None
) -> list[str]:
    report = Report(Diagnostics(found), Path(root), verbosity, width=width)
    return click.unstyle(REPORTERS["text"].render(report)).splitlines()


def problem(*found: Diagnostic, root: str | Path = ".", width: int | None = None) -> list[str]:
    """Return the report without what closes it."""
    shown = text(*found, root=root, width=width)
    return shown[: shown.index("")]


def test_a_problem_is_shown_at_its_line(here: Path) -> None:
    (here / "models").mkdir()
    (here / "models" / "m.yml").write_text("models:\n  - name: a\n    max_retires: 3\n")
    found = Diagnostic(
        ERROR,
        "unknown key 'max_retires'",
        Location("models/m.yml", 3, 5),
        ("models", 0, "max_retires"),
        "write 'max_retries'",
    )
    assert text(found) == [
        "models/m.yml:3:5: error[BF901]: unknown key 'max_retires'",
        " 3 |     max_retires: 3",
        "   |     ^",
        "     at models[0].max_retires",
        "     help: write 'max_retries'",
        "",
        "1 error",
        f"{MORE} BF901",
    ]


def test_nothing_found_nothing_said() -> None:
    assert text() == []


def test_a_problem_without_a_place() -> None:
    found = Diagnostic(ERROR, "no target", help="one line\nanother line")
    assert problem(found) == [
        "error[BF901]: no target",
        "  help: one line",
        "        another line",
    ]


@pytest.mark.parametrize("root", ["jobs/shop", "./jobs/shop/", "jobs/../jobs/shop"])
def test_a_file_is_named_as_it_lies_from_here(here: Path, root: str) -> None:
    (here / "jobs" / "shop").mkdir(parents=True)
    found = Diagnostic(ERROR, "wrong", Location("models/m.yml", 3, 5))
    for path in (root, here / root):
        assert problem(found, root=path) == ["jobs/shop/models/m.yml:3:5: error[BF901]: wrong"]


def test_a_file_outside_the_project_goes_by_its_name(here: Path) -> None:
    (here / "shop").mkdir()
    found = Diagnostic(ERROR, "wrong", Location("profiles.yml", 3, 5))
    assert problem(found, root="shop") == ["profiles.yml:3:5: error[BF901]: wrong"]


@pytest.mark.parametrize("file", ["profiles.yml", "deep/profiles.yml", "../outside.yml", "missing.yml"])
def test_lines_that_must_not_or_cannot_be_shown(here: Path, file: str) -> None:
    root = here / "root"
    (root / "deep").mkdir(parents=True)
    for secret in (root / "profiles.yml", root / "deep" / "profiles.yml", here / "outside.yml"):
        secret.write_text("anything: at all\n")
    shown = problem(Diagnostic(ERROR, "wrong", Location(file, 1, 1)), root="root")
    assert len(shown) == 1


def test_the_line_of_an_absolute_path_is_not_shown(here: Path) -> None:
    (here / "a.yml").write_text("anything: at all\n")
    assert len(problem(Diagnostic(ERROR, "wrong", Location(str(here / "a.yml"), 1, 1)))) == 1


@pytest.mark.parametrize(("line", "lines"), [(0, 1), (1, 3), (2, 1), (3, 1), (9, 1)])
def test_lines_that_are_not_there_or_say_nothing(here: Path, line: int, lines: int) -> None:
    (here / "a.yml").write_text("a: 1\n   \n{\n")
    assert len(problem(Diagnostic(ERROR, "wrong", Location("a.yml", line, 1)))) == lines


@pytest.mark.parametrize(
    ("line", "column", "shown", "caret"),
    [
        ("\ta: 1", 2, "    a: 1", "    ^"),
        ("日本: 1", 5, "日本: 1", "      ^"),
        ("e\u0301a: 1", 3, "e\u0301a: 1", " ^"),
        ("a: 1", 4, "a: 1", "   ^"),
        ("a:", 9, "a:", "  ^"),
    ],
)
def test_the_caret_stands_under_its_column(
    here: Path, line: str, column: int, shown: str, caret: str
) -> None:
    (here / "a.yml").write_text(f"{line}\n", encoding="utf-8")
    lines = problem(Diagnostic(ERROR, "wrong", Location("a.yml", 1, column)))
    assert lines[1:3] == [f" 1 | {shown}", f"   | {caret}"]


@pytest.mark.parametrize("column", [1, 30, 60, 90, 119])
@pytest.mark.parametrize("letter", ["x", "本"])
def test_a_long_line_is_cut_around_the_caret(here: Path, column: int, letter: str) -> None:
    line = letter * (column - 1) + "Q" + letter * (120 - column)
    (here / "a.yml").write_text(f"{line}\n", encoding="utf-8")
    _, shown, caret = problem(Diagnostic(ERROR, "wrong", Location("a.yml", 1, column)), width=80)
    assert columns(shown) <= 80
    assert columns(shown[: shown.index("Q")]) == len(caret) - 1
    assert "…" in shown


def test_a_message_is_broken_at_words_where_there_is_a_terminal() -> None:
    found = Diagnostic(ERROR, "word " * 20, Location("m.yml", 1, 1), help="more " * 20)
    shown = problem(found, width=50)
    assert max(map(len, shown)) <= 50
    assert [line[:8] for line in shown] == [
        "m.yml:1:",
        "  word w",
        "  word w",
        "  help: ",
        "        ",
        "        ",
    ]
    assert len(problem(found)) == 2


def test_nothing_in_a_file_or_a_message_steers_the_terminal(here: Path) -> None:
    (here / "a.yml").write_text("a: \x1b[2J \u202e\n")
    found = Diagnostic(ERROR, "odd \x1b]0;title\x07", Location("a.yml", 1, 1), ("a\x1b[2J",), "not \x1b[2J")
    rendered = REPORTERS["text"].render(Report(Diagnostics([found]), Path()))
    assert all(f"\x1b{steer}" not in rendered for steer in ("[2J", "]0"))
    assert "\x07" not in rendered
    assert "\u202e" not in rendered


def test_repeated_infos_fold_into_one_line() -> None:
    infos = [Diagnostic(INFO, f"info {number}") for number in range(3)]
    warnings = [Diagnostic(WARNING, f"warning {number}") for number in range(2)]
    assert text(*infos, *warnings) == [
        "warning[BF902]: warning 0",
        "",
        "warning[BF902]: warning 1",
        "",
        "info[BF903]: something is worth knowing (3 times; -v shows each)",
        "",
        "2 warnings, 3 infos",
        f"{MORE} BF902",
    ]


def test_a_single_info_is_shown_as_it_is() -> None:
    assert text(Diagnostic(INFO, "only one")) == ["info[BF903]: only one", "", "1 info"]


def test_verbose_shows_every_info() -> None:
    infos = [Diagnostic(INFO, f"info {number}") for number in range(3)]
    assert sum(line.startswith("info[BF903]") for line in text(*infos, verbosity=1)) == 3


def test_quiet_shows_no_info() -> None:
    shown = text(Diagnostic(INFO, "info"), Diagnostic(WARNING, "warning"), verbosity=-1)
    assert shown == ["warning[BF902]: warning", "", "1 warning"]


def test_the_closing_line_names_an_error_before_a_warning() -> None:
    shown = text(Diagnostic(WARNING, "odd", Location("a.yml", 1, 1)), Diagnostic(ERROR, "wrong"))
    assert shown[-2:] == ["1 error, 1 warning", f"{MORE} BF901"]


def test_a_line_with_a_secret_is_shown_by_no_problem(here: Path) -> None:
    (here / "m.yml").write_text("{host_path: abc, max_retires: 3}\n")
    secret = Code("BF904", Severity.WARNING, "a secret", confidential=True)
    shown = text(
        Diagnostic(secret, "a secret in plain text", Location("m.yml", 1, 2)),
        Diagnostic(ERROR, "unknown key 'max_retires'", Location("m.yml", 1, 14)),
    )
    assert shown[:3] == [
        "m.yml:1:2: warning[BF904]: a secret in plain text",
        "",
        "m.yml:1:14: error[BF901]: unknown key 'max_retires'",
    ]
    assert "abc" not in "".join(shown)


@pytest.mark.parametrize(
    "line", ["password: hunter2", "a: dapi0123456789abcdef0123456789abcdef", "{token: 'q8r7s6t5'}"]
)
def test_a_line_that_looks_like_a_secret_is_not_shown(here: Path, line: str) -> None:
    (here / "m.yml").write_text(f"{line}\n")
    assert len(problem(Diagnostic(ERROR, "wrong", Location("m.yml", 1, 1)))) == 1
