"""Runs the command line in this process, so that a bug is a traceback in the test."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from brickform.cli import main


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command ended with; shown whole where a test fails."""

    code: int
    out: str
    err: str


def brickform(*arguments: str | Path | int) -> Outcome:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)
    return Outcome(result.exit_code, result.stdout, result.stderr)
