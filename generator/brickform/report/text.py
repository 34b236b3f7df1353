"""Diagnostics for people: where, what, the line itself, and what to write instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import click

from brickform.diagnostics import Code, Diagnostic, Severity
from brickform.location import format_path
from brickform.report.document import Report
from brickform.report.source_lines import printable, source_excerpt

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


def render_text(report: Report) -> str:
    """Return coloured text; ``click.echo`` takes the colours away where they are not wanted."""
    shown = [line for found in _worth_showing(report) for line in _diagnostic(report, found)]
    return "".join(f"{line}\n" for line in [*shown, *_folded_infos(report), *_counts(report)])


def _worth_showing(report: Report) -> Iterator[Diagnostic]:
    folded = _folded(report)
    for found in report.diagnostics:
        quiet = report.verbosity < 0 and found.severity is Severity.INFO
        if not quiet and found.code not in folded:
            yield found


def _folded(report: Report) -> dict[Code, int]:
    """Return the kinds of info that come more than once, unless every one is wanted."""
    if report.verbosity != 0:
        return {}
    infos = Counter(found.code for found in report.diagnostics if found.severity is Severity.INFO)
    return {code: count for code, count in infos.items() if count > 1}


def _folded_infos(report: Report) -> Iterator[str]:
    for code, count in sorted(_folded(report).items(), key=lambda item: item[0].id):
        yield f"{_label(code)} {code.title} ({count} times; -v shows each)"


def _diagnostic(report: Report, found: Diagnostic) -> Iterator[str]:
    place = f"{printable(str(found.location))}: " if found.location else ""
    yield f"{click.style(place, bold=True)}{_label(found.code)} {printable(found.summary)}"
    if found.location and found.location[:2] not in report.confidential_lines:
        yield from (f"  {line}" for line in source_excerpt(report.root, found.location))
    if found.path:
        yield f"  at {printable(format_path(found.path))}"
    if found.help:
        first, *more = (printable(line) for line in found.help.splitlines())
        yield f"  help: {first}"
        yield from (f"  {line}" for line in more)


def _label(code: Code) -> str:
    return click.style(f"{code.severity.value}[{code.id}]:", fg=_COLOURS[code.severity], bold=True)


def _counts(report: Report) -> Iterator[str]:
    counts = report.counts()
    if report.verbosity < 0:
        counts.pop(Severity.INFO)
    counted = [_plural(count, severity.value) for severity, count in counts.items() if count]
    if counted:
        yield ", ".join(counted)


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
