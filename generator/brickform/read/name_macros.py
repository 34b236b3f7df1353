"""Finds the macros by which a project names its tables: what they say cannot be read from files."""

from __future__ import annotations

import re

from brickform.codes import NAMES_BY_MACRO
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.location import Location
from brickform.read.package_layout import PackageLayout

# https://docs.getdbt.com/docs/build/custom-schemas; an adapter's own has its name in front
_NAME_MACRO = re.compile(r"\{%[-+]?\s*macro\s+((?:\w+?__)?generate_(schema|alias|database)_name)\s*\(")
_COMMENT = re.compile(r"\{#.*?(?:#\}|\Z)", re.DOTALL)


def report_name_macros(layout: PackageLayout, found: Diagnostics) -> None:
    """Report every macro of a package that overrides dbt's own names, at its line."""
    for path in layout.macro_paths:
        for file in layout.folder.walk(path, (".sql",), found):
            text, problems = layout.folder.read(file)
            found.extend(problems)
            if text is not None and "generate_" in text:
                _report_macros(text, layout.folder.name_of(file), found)


def _report_macros(text: str, file: str, found: Diagnostics) -> None:
    code = _COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), text)
    for macro in _NAME_MACRO.finditer(code):
        line = code.count("\n", 0, macro.start()) + 1
        column = macro.start() - code.rfind("\n", 0, macro.start())
        summary = f"the macro '{macro[1]}' decides names, which cannot be known without running dbt"
        advice = (
            "run `dbt parse` and add --manifest target/manifest.json, "
            f"or take the macro out and write the {macro[2]} of each model in full"
        )
        found.add(Diagnostic(NAMES_BY_MACRO, summary, Location(file, line, column), (), advice))
