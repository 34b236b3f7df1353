"""Diagnostics for people: where, what, the line itself, and what to write instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

import click

from brickform.diagnostics import Code, Diagnostic, Severity
from brickform.location import Location, format_path
from brickform.report.document import Report
from brickform.report.labels import COLOURS, label
from brickform.report.source_lines import SourceLines, printable

_NARROWEST = 40
_HELP = "help: "


def render_text(report: Report) -> str:
    """Return coloured text; ``click.echo`` takes the colours away where they are not wanted."""
    page, folded = _Page(report), _folded(report)
    blocks = [page.problem(found) for found in _worth_showing(report, folded)]
    blocks += [list(_folded_infos(folded)), list(_closing(report))]
    return "\n".join("".join(f"{line}\n" for line in block) for block in blocks if block)


def _worth_showing(report: Report, folded: Collection[Code]) -> Iterator[Diagnostic]:
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


def _folded_infos(folded: Mapping[Code, int]) -> Iterator[str]:
    for code, count in sorted(folded.items(), key=lambda item: item[0].id):
        yield f"{label(code)} {code.title} ({count} times; -v shows each)"


class _Page:
    """Writes problems as wide as the terminal is; without one, no line is broken."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._source = SourceLines(report.root)
        self._width = None if report.width is None else max(report.width, _NARROWEST)

    def problem(self, found: Diagnostic) -> list[str]:
        """Return the lines of one problem; what follows the source line stands below its text."""
        place = found.location
        excerpt = list(self._excerpt(place, found.severity))
        lines = [self._headline(found), *excerpt]
        below = " " * (len(str(place.line)) + 4 if place and excerpt else 2)
        if found.path:
            lines.append(self._wrap(f"at {printable(format_path(found.path))}", below, below))
        first = below + _HELP
        for text in found.help.splitlines():
            lines.append(self._wrap(printable(text), first, " " * len(first)))
            first = " " * len(first)
        return lines

    def _headline(self, found: Diagnostic) -> str:
        place = f"{self._shown(found.location)}: " if found.location else ""
        start = f"{place}{label(found.code)} "
        plain = click.unstyle(start)
        line = self._wrap(printable(found.summary), plain, "  ")
        return click.style(place, bold=True) + start[len(place) :] + line[len(plain) :]

    def _shown(self, place: Location) -> str:
        file = self._report.path_from_here(place.file) or place.file
        return printable(str(place._replace(file=file)))

    def _excerpt(self, place: Location | None, severity: Severity) -> Iterator[str]:
        if place is None or place[:2] in self._report.confidential_lines:
            return
        number = str(place.line)
        room = None if self._width is None else self._width - len(number) - 4
        excerpt = self._source.excerpt(place, room)
        if excerpt is not None:
            bar = click.style("|", dim=True)
            caret = click.style("^", fg=COLOURS[severity], bold=True)
            yield f" {click.style(number, dim=True)} {bar} {excerpt.text}"
            yield f" {' ' * len(number)} {bar} {' ' * excerpt.indent}{caret}"

    def _wrap(self, text: str, first: str, further: str) -> str:
        if self._width is None:
            return first + text
        import textwrap

        return textwrap.fill(
            text,
            self._width,
            initial_indent=first,
            subsequent_indent=further,
            break_long_words=False,
            break_on_hyphens=False,
        )


def _closing(report: Report) -> Iterator[str]:
    counts = report.counts()
    if report.verbosity < 0:
        counts.pop(Severity.INFO)
    counted = [_plural(count, severity) for severity, count in counts.items() if count]
    made_errors = report.strict and counts[Severity.ERROR]
    if counted:
        yield ", ".join(counted) + (" (--strict: warnings are errors)" if made_errors else "")
    grave = [found for found in report.diagnostics if found.severity is not Severity.INFO]
    if grave and report.verbosity >= 0:
        code = min(grave, key=lambda found: found.severity is not Severity.ERROR).code
        yield f"more about a code: brickform explain {code.id}"


def _plural(count: int, severity: Severity) -> str:
    noun = severity.value if count == 1 else f"{severity.value}s"
    return click.style(f"{count} {noun}", fg=COLOURS[severity], bold=True)
