"""What YAML reads differently from how it looks, and what to write instead."""

from __future__ import annotations

from collections.abc import Collection

_TRUE_WORDS = frozenset({"true", "yes", "on"})
_FALSE_WORDS = frozenset({"false", "no", "off"})


def what_to_write(value: object, expected: Collection[str], key: str, written: str | None = None) -> str:
    """Return the help for a value of the wrong JSON Schema type, "" where there is nothing to say.

    ``written`` is the text of a YAML scalar that was read as something else.
    """
    if isinstance(value, str):
        return _instead_of_text(value, expected)
    if "string" in expected:
        return _instead_of_scalar(value, key, written)
    if "integer" in expected and isinstance(value, float) and value.is_integer():
        return f"write {int(value)}"
    if "array" in expected:
        return "write a list, one '- ' for each entry" if isinstance(value, dict) else ""
    return ""


def what_to_render(value: object, expected: Collection[str]) -> str:
    """Return the same help for what a template was rendered to: its text is not what is in the file."""
    if isinstance(value, str):
        word = value.strip().casefold()
        if "boolean" in expected and word in _TRUE_WORDS | _FALSE_WORDS:
            return f"make the var {'true' if word in _TRUE_WORDS else 'false'}, without quotes"
        is_number = ("integer" in expected or "number" in expected) and _is_integer(word)
        return _ending("as_number") if is_number else ""
    is_scalar = isinstance(value, (bool, int, float))
    return _ending("as_text") if "string" in expected and is_scalar else ""


def _ending(filter: str) -> str:
    return f"end the expression in '| {filter}', or give the var that type"


def _instead_of_text(text: str, expected: Collection[str]) -> str:
    word = text.strip().casefold()
    if "boolean" in expected and word in _TRUE_WORDS | _FALSE_WORDS:
        return f"write {'true' if word in _TRUE_WORDS else 'false'} without quotes"
    if ("integer" in expected or "number" in expected) and _is_integer(word):
        return f"write {word} without quotes"
    return f"write a list: [{text}]" if "array" in expected and text.isprintable() else ""


def _is_integer(word: str) -> bool:
    return word.removeprefix("-").isdecimal()


def _instead_of_scalar(value: object, key: str, written: str | None) -> str:
    if not isinstance(value, (int, float)):
        return ""
    text = written or str(value)
    if isinstance(value, bool):
        quoted = f': "{written}"' if written else ""
        return f"write it in quotes{quoted}; YAML reads yes, no, on and off as true and false"
    if key == "spark_version":
        return 'write it in quotes, as in "16.4.x-scala2.12": YAML reads 3.10 as the number 3.1'
    if isinstance(value, float) and key.endswith("version"):
        return f'write it in quotes: "{text}"; YAML reads 3.10 as the number 3.1'
    return f'write it in quotes: "{text}"'
