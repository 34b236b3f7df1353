"""Prints what a command found and did."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from brickform.cli.project_options import ProjectCall

if TYPE_CHECKING:
    from brickform.diagnostics import Diagnostics


def print_report(call: ProjectCall, diagnostics: Diagnostics, result: Mapping[str, Any]) -> None:
    """Print the diagnostics in the format that was asked for."""
    from brickform.report import REPORTERS, Report

    reporter = REPORTERS[call.output_format]
    width = shutil.get_terminal_size().columns if sys.stderr.isatty() else None
    report = Report(diagnostics, call.path, call.verbosity, result, width, call.strict)
    click.echo(reporter.render(report), nl=False, err=reporter.stream == "stderr")


def say(call: ProjectCall, line: str) -> None:
    """Print a line for people, unless it is not wanted or a document goes to the same place."""
    if call.output_format == "text" and not call.quiet:
        click.echo(line)


def plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
