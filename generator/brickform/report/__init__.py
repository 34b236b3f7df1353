"""Diagnostics as people and programs read them; the only formatter of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple

from brickform.report.document import Report

__all__ = ["REPORTERS", "Report", "Reporter"]


class Reporter(NamedTuple):
    """How one ``--output-format`` renders a report, and where it goes.

    What goes to ``stdout`` is a whole document: a command prints nothing else there.
    """

    render: Callable[[Report], str]
    stream: Literal["stdout", "stderr"]


# each is imported when it is asked for


def _text(report: Report) -> str:
    from brickform.report.text import render_text

    return render_text(report)


def _json(report: Report) -> str:
    from brickform.report.json import render_json

    return render_json(report)


def _github(report: Report) -> str:
    from brickform.report.github import render_github

    return render_github(report)


def _sarif(report: Report) -> str:
    from brickform.report.sarif import render_sarif

    return render_sarif(report)


REPORTERS: Mapping[str, Reporter] = {
    "text": Reporter(_text, "stderr"),
    "json": Reporter(_json, "stdout"),
    "github": Reporter(_github, "stdout"),
    "sarif": Reporter(_sarif, "stdout"),
}
