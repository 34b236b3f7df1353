"""The explanation of a code, as a terminal shows it and as a page of the docs holds it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

import click

from brickform.diagnostics import Code, Severity
from brickform.explanations import explain
from brickform.report.labels import label

_WIDEST = 88
"""Longer lines are hard to read."""
_BLOCK = re.compile(r"^```.*?^```$|(?:^[^\n]+\n?)+", re.MULTILINE | re.DOTALL)
_FILE_NAME = re.compile(r"`([^`\n]+)`")
_ITEM = re.compile(r"\n(?=- )")
_CODE = re.compile(r"`[^`]+`")


def sections(code: Code) -> dict[str, str]:
    """Return the Markdown of an explanation by heading; the cause has none."""
    explanation = explain(code.id)
    wrong, right = ("Reported", "Not reported") if code.severity is Severity.INFO else ("Wrong", "Right")
    examples = {wrong: explanation.wrong, right: explanation.right}
    shown = {heading: example.markdown for heading, example in examples.items() if example is not None}
    return {"": explanation.cause, **shown}


def render_explanation(code: Code, width: int) -> str:
    """Return coloured text; ``click.echo`` takes the colours away where they are not wanted."""
    lines = [f"{label(code)} {click.style(code.title, bold=True)}"]
    for heading, markdown in sections(code).items():
        lines += ["", click.style(heading, bold=True, underline=True)] if heading else []
        lines += _paragraphs(markdown, min(width, _WIDEST))
    return "\n".join(lines) + "\n"


def render_table(codes: tuple[Code, ...]) -> str:
    """Return one line for each code."""
    return "".join(f"{label(code)} {code.title}\n" for code in codes)


def _paragraphs(markdown: str, width: int) -> Iterator[str]:
    """Yield the lines of Markdown that knows paragraphs, lists, names of files and code blocks."""
    captioned = False
    for block in _BLOCK.findall(markdown):
        if not captioned:
            yield ""
        file = _FILE_NAME.fullmatch(block.strip())
        captioned = file is not None
        if file is not None:
            yield f"  {click.style(file[1], bold=True)}"
        elif block.startswith("```"):
            yield textwrap.indent("\n".join(block.splitlines()[1:-1]), "    ")
        else:
            yield from (_filled(item, width) for item in _ITEM.split(block) if item)


def _filled(text: str, width: int) -> str:
    further = "  " if text.startswith("- ") else ""
    filled = textwrap.fill(
        text, width, subsequent_indent=further, break_long_words=False, break_on_hyphens=False
    )
    return _CODE.sub(lambda code: click.style(code[0], fg="cyan"), filled)
