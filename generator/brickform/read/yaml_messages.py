"""Words for what PyYAML refuses: one summary, one place, and what to write instead."""

from __future__ import annotations

import re

import yaml
from yaml.reader import Reader

from brickform.codes import YAML_SYNTAX
from brickform.diagnostics import Diagnostic
from brickform.location import Location

QUOTE_JINJA = 'put quotes around a Jinja expression: "{{ … }}"'
_SURROGATE = re.compile("[\ud800-\udfff]")

_HINTS = (
    ("mapping values are not allowed", "write a text that holds ': ' in quotes"),
    ("expected <block end>", "check the indentation of this line and of the lines above"),
    ("did not find expected key", "check the indentation of this line and of the lines above"),
    ("did not find expected '-' indicator", "check the indentation of this line and of the lines above"),
    ("cannot start any token", "write the value in quotes"),
    ("unexpected end of stream", "close the quote or the bracket that was opened here"),
)


def explain_yaml_error(error: Exception, text: str, file: str) -> Diagnostic:
    """Return the diagnostic for an exception that a YAML loader raised while it read ``text``."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return _bad_character(text, file)
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    problem = error.problem or error.context or "it cannot be read"
    advice = _hint(problem, text, line, column)
    return Diagnostic(YAML_SYNTAX, f"not valid YAML: {problem}", Location(file, line, column), (), advice)


def _hint(problem: str, text: str, line: int, column: int) -> str:
    lines = text.split("\n")
    written = lines[line - 1] if line <= len(lines) else ""
    if written[: column - 1].strip(" ") == "" and "\t" in written[:column]:
        return "indent with spaces: YAML allows no tabs"
    if "{{" in written:
        return QUOTE_JINJA
    return next((hint for part, hint in _HINTS if part in problem), "")


def _bad_character(text: str, file: str) -> Diagnostic:
    found = Reader.NON_PRINTABLE.search(text) or _SURROGATE.search(text)
    start = found.start() if found else 0
    line = text.count("\n", 0, start) + 1
    column = start - (text.rfind("\n", 0, start) + 1) + 1
    what = f"the character U+{ord(text[start]):04X}" if found else "a character here"
    return Diagnostic(
        YAML_SYNTAX,
        f"not valid YAML: {what} is not allowed",
        Location(file, line, column),
        (),
        'write it as an escape in double quotes, such as "\\x07", or remove it',
    )
