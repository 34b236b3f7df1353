"""Words for what PyYAML refuses: one summary, one place, and what to write instead."""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml.reader import Reader

from brickform.codes import YAML_LIMIT, YAML_SYNTAX
from brickform.diagnostics import Diagnostic
from brickform.location import Location
from brickform.read.limits import TOO_DEEP
from brickform.read.merge_conflicts import explain_conflict
from brickform.read.yaml_marks import Marks
from brickform.read.yaml_spaces import INDENTED_BY_LOOKALIKE

QUOTE_JINJA = 'put quotes around a Jinja expression: "{{ … }}"'
_SURROGATE = re.compile("[\ud800-\udfff]")
_NO_SPACE = re.compile(r"\s*(?:- +)*[\w.+-]+:[^\s:]")

_INDENTATION = "check the indentation of this line and of the lines above"
_HINTS = (
    ("expected <block end>", _INDENTATION),
    ("did not find expected key", _INDENTATION),
    ("did not find expected '-' indicator", _INDENTATION),
    ("cannot start any token", "write the value in quotes"),
    ("unexpected end of stream", "close the quote that was opened here"),
    ("could not find expected ':'", "write 'key: value'"),
    ("sequence entries are not allowed", "start a list below its key, each entry as '- …'"),
    ("incompatible YAML document", "remove the line: YAML 1.1 is read"),
    ("escape", "write a backslash in single quotes, or as two"),
)
_OPENED = ("quoted scalar", "flow sequence", "flow mapping", "simple key")
"""What begins at the mark of the context and is missed at the mark of the problem."""


def explain_yaml_error(error: Exception, text: str, file: str) -> Diagnostic:
    """Return the diagnostic for an exception that a YAML loader raised while it read ``text``."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return _bad_character(text, file)
    conflict = explain_conflict(YAML_SYNTAX, text, file)
    if conflict is not None:
        return conflict
    line, column = _place(error, text)
    problem = error.problem or error.context or "it cannot be read"
    if "nesting depth" in problem:  # newer parsers have a limit of their own, and look far ahead
        return Diagnostic(YAML_LIMIT, TOO_DEEP, Location(file, line, column), (), "write it flatter")
    advice = _unclosed(error) or _hint(problem, text, line, column)
    return Diagnostic(YAML_SYNTAX, f"not valid YAML: {problem}", Location(file, line, column), (), advice)


def _place(error: yaml.MarkedYAMLError, text: str) -> tuple[int, int]:
    mark = error.problem_mark or error.context_mark
    opened = error.context_mark
    if opened is not None and _ends_below(error) and any(kind in str(error.context) for kind in _OPENED):
        mark = opened
    if mark is None:
        return 1, 1
    place = Marks(text).correct(mark)
    return place.line + 1, place.column + 1


def _ends_below(error: yaml.MarkedYAMLError) -> bool:
    first: Any = error.context_mark
    last: Any = error.problem_mark
    return first is not None and last is not None and first.line < last.line


def _unclosed(error: yaml.MarkedYAMLError) -> str:
    """Return what to do about a bracket that is missed where another line begins."""
    mark = error.problem_mark
    if mark is None or "flow" not in str(error.context) or not _ends_below(error):
        return ""
    return f"close the bracket that is opened here, or write the comma that is missed in line {mark.line + 1}"


def _hint(problem: str, text: str, line: int, column: int) -> str:
    lines = text.split("\n")
    written = lines[line - 1] if line <= len(lines) else ""
    before = written[: column - 1]
    if before.strip(" ") == "" and "\t" in written[:column]:
        return "indent with spaces: YAML allows no tabs"
    if "{{" in written or "{%" in written:
        return QUOTE_JINJA
    for number in (line, line - 1):
        if 0 < number <= len(lines) and INDENTED_BY_LOOKALIKE.match(lines[number - 1]):
            return f"indent with plain spaces: line {number} holds a character that looks like one"
    if "mapping values are not allowed" in problem:
        return _hint_for_colon(before, lines[line - 2] if line > 1 else "")
    return next((hint for part, hint in _HINTS if part in problem), "")


def _hint_for_colon(before: str, above: str) -> str:
    if ": " in before:
        return "write a text that holds ': ' in quotes"
    if _NO_SPACE.match(above):
        return "write a space after the ':' in the line above"
    return _INDENTATION


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
