"""Write the generated pages of docs/ from the code; with ``--check`` only say whether they are up to date."""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path

from brickform.codes import all_codes
from brickform.diagnostics import Code

DIAGNOSTICS_PAGE = Path(__file__).resolve().parents[1] / "docs" / "diagnostics.md"

SECTIONS = {
    "BF1": "Reading files",
    "BF2": "Resolving targets, vars and Jinja",
    "BF3": "The shape of a model",
    "BF4": "Compiling, and checks over the whole project",
    "BF5": "What an output cannot carry",
    "BF6": "The output folder",
}

HEAD = """\
# Diagnostics

Every message of brickform has one of these codes. They are stable: no code is ever given another meaning.
An error stops the run before anything is written; a warning and an info do not.

This page is generated from `generator/brickform/codes.py` by `make docs`.
"""


def render_diagnostics_page() -> str:
    sections = groupby(all_codes(), key=lambda code: code.id[:3])
    return "\n".join([HEAD, *(_render_section(SECTIONS[prefix], list(codes)) for prefix, codes in sections)])


def _render_section(title: str, codes: list[Code]) -> str:
    rows = "".join(f"| {code.id} | {code.severity.value} | {code.title} |\n" for code in codes)
    return f"## {title}\n\n| code | severity | what it is about |\n|---|---|---|\n{rows}"


def main(arguments: list[str]) -> int:
    page = render_diagnostics_page()
    if arguments == ["--check"]:
        current = DIAGNOSTICS_PAGE.read_text(encoding="utf-8") if DIAGNOSTICS_PAGE.exists() else ""
        if current != page:
            print("docs/diagnostics.md is out of date; run `make docs`", file=sys.stderr)
        return int(current != page)
    DIAGNOSTICS_PAGE.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
