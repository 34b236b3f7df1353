"""Names and texts as Databricks SQL writes them, whatever they hold.

https://docs.databricks.com/sql/language-manual/data-types/string-type.html
"""

from __future__ import annotations

from collections.abc import Iterable

_ESCAPES = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_DOLLAR = "$"  # Spark fills in `${name}` before it reads the SQL, also in a literal


def quoted_name(*parts: str) -> str:
    """Return a name of one or several parts, each in backticks."""
    return ".".join("`" + part.replace("`", "``") + "`" for part in parts)


def quoted_text(text: str) -> str:
    """Return a string literal."""
    return "'" + "".join(_escaped(character) for character in text) + "'"


def quoted_texts(texts: Iterable[str]) -> str:
    return ", ".join(quoted_text(text) for text in texts)


def in_comment(text: str) -> str:
    """Keep a name from ending the ``--`` comment that it stands in."""
    return "".join(character if character.isprintable() else "?" for character in text)


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character == _DOLLAR or not (character.isprintable() or ord(character) > 0xFFFF):
        return f"\\u{ord(character):04x}"
    return character
