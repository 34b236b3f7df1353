"""Diagnostics as people and programs read them; the only formatter of them."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Literal, NamedTuple

from brickform.report.document import Report

__all__ = ["REPORTERS", "Report", "Reporter"]


class Reporter(NamedTuple):
    """How one ``--output-format`` renders a report, and where it goes.

    What goes to ``stdout`` is a whole document: a command prints nothing else there.
    """

    format: str
    """The module of this package that has a function ``render_{format}``; imported when it is asked for."""
    stream: Literal["stdout", "stderr"]

    def render(self, report: Report) -> str:
        module = import_module(f"brickform.report.{self.format}")
        return str(getattr(module, f"render_{self.format}")(report))


REPORTERS: Mapping[str, Reporter] = {
    reporter.format: reporter
    for reporter in (
        Reporter("text", "stderr"),
        Reporter("json", "stdout"),
        Reporter("github", "stdout"),
        Reporter("sarif", "stdout"),
    )
}
