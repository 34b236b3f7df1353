"""Colours on a terminal only, unless the environment says otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from brickform.cli import main

VARIABLES = ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "TERM")


def is_coloured(project: Path, environment: dict[str, str], *, terminal: bool) -> bool:
    unset = dict.fromkeys(VARIABLES)
    result = CliRunner(env=unset | environment).invoke(
        main, ["validate", str(project)], color=terminal, catch_exceptions=False
    )
    assert result.exit_code == 1
    return "\x1b[" in result.stderr


@pytest.fixture
def project(plain: Path) -> Path:
    (plain / "brickform.yml").write_text("nam: shop\n", encoding="utf-8")
    return plain


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [
        ({}, False),
        ({"NO_COLOR": "1"}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"CLICOLOR_FORCE": "1"}, True),
        ({"CLICOLOR_FORCE": "0"}, False),
        ({"CLICOLOR": "1"}, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ({"NO_COLOR": "", "FORCE_COLOR": "1"}, True),
    ],
)
def test_a_pipe(project: Path, environment: dict[str, str], coloured: bool) -> None:
    assert is_coloured(project, environment, terminal=False) is coloured


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [
        ({}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": ""}, True),
        ({"TERM": "dumb"}, False),
        ({"CLICOLOR": "0"}, False),
    ],
)
def test_a_terminal(project: Path, environment: dict[str, str], coloured: bool) -> None:
    assert is_coloured(project, environment, terminal=True) is coloured
