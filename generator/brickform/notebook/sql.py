"""Quotes for SQL, and SQL as the Python that a notebook holds."""

from __future__ import annotations

import re

from brickform.notebook.literals import python_literal

Line = tuple[str, ...]
"""Text, and at every second place a Python expression whose value the notebook puts there."""

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)


def quoted_name(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def plain_name(name: str) -> str:
    """Quote a name only where it needs it: an alias that stands in conditions as it is."""
    return name if _WORD.fullmatch(name) else quoted_name(name)


def quoted_text(text: str) -> str:
    """Return a string literal of Spark SQL, which knows escapes by a backslash.

    https://spark.apache.org/docs/latest/sql-ref-literals.html#string-literal
    """
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def python_string(line: Line) -> str:
    """Write a line as a Python string, an f-string where it has expressions in it."""
    if len(line) == 1:
        return python_literal(line[0])
    escaped = [
        f"{{{part}}}" if index % 2 else part.replace("{", "{{").replace("}", "}}")
        for index, part in enumerate(line)
    ]
    return "f" + python_literal("".join(escaped))
