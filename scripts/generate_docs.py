"""Write the generated pages of docs/ from the code; with ``--check`` only say whether they are up to date."""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path

from brickform.check.dbt_table import DIFFERENCES, METHODS, Difference
from brickform.codes import DBT_DIFFERS, DBT_DROPS, DBT_REFUSES, all_codes
from brickform.diagnostics import Code

DOCS = Path(__file__).resolve().parents[1] / "docs"

SECTIONS = {
    "BF1": "Reading files",
    "BF2": "Resolving targets, vars and Jinja",
    "BF3": "The shape of a model",
    "BF4": "Compiling, and checks over the whole project",
    "BF5": "What an output cannot carry",
    "BF6": "The output folder",
    "BF7": "Runs in a workspace",
}

HEAD = """\
# Diagnostics

Every message of brickform has one of these codes. They are stable: no code is ever given another meaning.
An error stops the run before anything is written; a warning and an info do not.

This page is generated from `generator/brickform/codes.py` by `make docs`.
"""


DIFFERENCES_HEAD = """\
# Differences from dbt-databricks

What dbt-databricks 1.12 makes of the settings of a Python model, where that is not what its documentation
says, and what brickform makes of them. In a dbt project each is an info at its line; `brickform validate -v`
shows every one.

This page is generated from `generator/brickform/check/dbt_table.py` by `make docs`; `make e2e` holds that
table against the real dbt-databricks.
"""
DIFFERENCES_SECTIONS = {
    DBT_DROPS: "What dbt drops without a word",
    DBT_REFUSES: "What dbt refuses, or fails at",
    DBT_DIFFERS: "What dbt follows in another way",
}


def render_differences_page() -> str:
    sections = (_render_differences(title, code) for code, title in DIFFERENCES_SECTIONS.items())
    return "\n".join([DIFFERENCES_HEAD, *sections])


def _render_differences(title: str, code: Code) -> str:
    head = f"## {title}\n\n{code.id}\n\n| setting | of | dbt | brickform |\n|---|---|---|---|\n"
    return head + "".join(_render_difference(row) for row in DIFFERENCES if row.code is code)


def _render_difference(row: Difference) -> str:
    methods = "every method" if row.methods == METHODS else ", ".join(row.methods)
    return f"| {_render_keys(row)} | {methods} | {row.dbt.format('it')} | {row.brickform} |\n"


def _render_keys(row: Difference) -> str:
    """Write ``python_job_config`` once for all keys inside it."""
    prefix = "python_job_config."
    outside = ", ".join(f"`{key}`" for key in row.keys if not key.startswith(prefix))
    inside = ", ".join(f"`{key.removeprefix(prefix)}`" for key in row.keys if key.startswith(prefix))
    return "; ".join(filter(None, [outside, inside and f"in `python_job_config`: {inside}"]))


def render_diagnostics_page() -> str:
    sections = groupby(all_codes(), key=lambda code: code.id[:3])
    return "\n".join([HEAD, *(_render_section(SECTIONS[prefix], list(codes)) for prefix, codes in sections)])


def _render_section(title: str, codes: list[Code]) -> str:
    rows = "".join(f"| {code.id} | {code.severity.value} | {code.title} |\n" for code in codes)
    return f"## {title}\n\n| code | severity | what it is about |\n|---|---|---|\n{rows}"


PAGES = {
    DOCS / "diagnostics.md": render_diagnostics_page,
    DOCS / "dbt-differences.md": render_differences_page,
}


def main(arguments: list[str]) -> int:
    outdated = [path for path, render in PAGES.items() if _current(path) != render()]
    for path in outdated:
        if arguments == ["--check"]:
            print(f"docs/{path.name} is out of date; run `make docs`", file=sys.stderr)
        else:
            path.write_text(PAGES[path](), encoding="utf-8")
    return int(bool(outdated) and arguments == ["--check"])


def _current(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
