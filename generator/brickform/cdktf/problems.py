"""What is wrong with a project, as an exception; what is doubtful, as Python warnings."""

from __future__ import annotations

import warnings
from pathlib import Path

import click

from brickform.diagnostics import Diagnostic, Diagnostics, Severity
from brickform.errors import BrickformError
from brickform.location import Location
from brickform.report.document import Report


class ConfigError(BrickformError):
    """The project has errors; the text is the report, every error with its place."""


class ConfigWarning(UserWarning):
    """Something about the project that may not be what was meant; the text begins with its place."""


def config_error(diagnostics: Diagnostics, root: Path) -> ConfigError:
    from brickform.report.text import render_text

    text = render_text(Report(diagnostics, root, verbosity=-1))
    return ConfigError("\n" + click.unstyle(text).rstrip())


def warn_of(diagnostics: Diagnostics, root: Path) -> None:
    for found in diagnostics:
        if found.severity is Severity.WARNING:
            warn(_summary(found), found.location, root)


def warn(summary: str, location: Location | None, root: Path) -> None:
    place = "" if location is None else f"{_shown(location, root)}: "
    warnings.warn(f"{place}{summary}", ConfigWarning, stacklevel=2)


def _summary(found: Diagnostic) -> str:
    return f"{found.code.id} {found.summary}" + (f"; {found.help}" if found.help else "")


def _shown(location: Location, root: Path) -> Location:
    file = Report(Diagnostics(), root).path_from_here(location.file)
    return location._replace(file=file or location.file)
