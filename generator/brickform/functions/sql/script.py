"""Statements as a script for an editor of SQL."""

from __future__ import annotations

from collections.abc import Iterable

from brickform.functions.sql.installation import Statement, drop_function
from brickform.functions.sql.text import in_comment

_ABOUT_DROP = "-- Only when its parameters have changed; its grants go with it:"


def script(statements: Iterable[Statement]) -> str:
    return "\n".join(f"{_before(statement)}{statement.text};\n" for statement in statements)


def _before(statement: Statement) -> str:
    if statement.kind != "function":
        return ""
    return f"{_ABOUT_DROP}\n-- {in_comment(drop_function(statement.name).text)};\n"
