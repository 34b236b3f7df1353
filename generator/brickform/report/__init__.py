"""Diagnostics as people and programs read them; the only formatter of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from brickform.report.document import Report
from brickform.report.github import render_github
from brickform.report.json import render_json
from brickform.report.sarif import render_sarif
from brickform.report.text import render_text

__all__ = ["REPORTERS", "Report", "Reporter"]


class Reporter(NamedTuple):
    """How one ``--output-format`` renders a report, and where it goes.

    What goes to ``stdout`` is a whole document: a command prints nothing else there.
    """

    render: Callable[[Report], str]
    stream: Literal["stdout", "stderr"]


REPORTERS: Mapping[str, Reporter] = {
    "text": Reporter(render_text, "stderr"),
    "json": Reporter(render_json, "stdout"),
    "github": Reporter(render_github, "stdout"),
    "sarif": Reporter(render_sarif, "stdout"),
}
