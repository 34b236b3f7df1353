"""Diagnostics as annotations of GitHub Actions, which show them at the lines of a pull request.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from brickform.diagnostics import Diagnostic, Severity
from brickform.location import format_path
from brickform.report.document import Report
from brickform.report.source_lines import printable

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render_github(report: Report) -> str:
    """Return one workflow command a line."""
    shown = (found for found in report.diagnostics if _is_wanted(report, found))
    return "".join(f"{_annotation(report, found)}\n" for found in shown)


def _is_wanted(report: Report, found: Diagnostic) -> bool:
    return report.verbosity >= 0 or found.severity is not Severity.INFO


def _annotation(report: Report, found: Diagnostic) -> str:
    properties = {**_place(report, found), "title": f"{found.code.id}: {found.code.title}"}
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[found.severity]} {listed}::{_data(_text(found))}"


def _text(found: Diagnostic) -> str:
    lines = [found.summary]
    if found.path:
        lines.append(f"at {format_path(found.path)}")
    lines += f"help: {found.help}".splitlines() if found.help else []
    return "\n".join(printable(line) for line in lines)


def _place(report: Report, found: Diagnostic) -> dict[str, str]:
    file = report.path_in_repository(found.location.file) if found.location else None
    if found.location is None or file is None:
        return {}
    return {"file": printable(file), "line": str(found.location.line), "col": str(found.location.column)}


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
