"""What was expected and what was found, in words: never a secret, and never a whole page."""

from __future__ import annotations

from collections.abc import Iterable

from brickform.credentials import is_credential
from brickform.validate.violation import Violation

_KINDS = {
    "string": "text",
    "integer": "an integer",
    "number": "a number",
    "boolean": "true or false",
    "object": "a mapping",
    "array": "a list",
}
_LONGEST_TEXT = 60
_SECRETS = ("password", "primary_key", "secret", "token")


def kinds_of(allowed: str | list[str]) -> list[str]:
    """Return the types that a schema allows beside null."""
    return [kind for kind in ([allowed] if isinstance(allowed, str) else allowed) if kind != "null"]


def in_words(kinds: Iterable[str]) -> str:
    words = [_KINDS[kind] for kind in kinds]
    return "a single value" if len(words) > 2 else " or ".join(words)


def describe(violation: Violation) -> str:
    value = violation.found
    if value is None:
        return "nothing"
    if isinstance(value, (dict, list)):
        return "a mapping" if isinstance(value, dict) else "a list"
    if is_secret(violation):
        return "something else"
    if isinstance(value, str):
        return f"the text '{value if len(value) <= _LONGEST_TEXT else value[:_LONGEST_TEXT] + '…'}'"
    if isinstance(value, bool):
        return str(value).lower()
    return f"the number {value}" if isinstance(value, (int, float)) else f"a {type(value).__name__}"


def as_written(violation: Violation, written: str | None) -> str:
    """Return ", written 010" where YAML's own text of a scalar is another than what was read; else ""."""
    if written is None or violation.found is None or is_secret(violation):
        return ""
    return "" if written.lower() == str(violation.found).lower() else f", written {written}"


def is_secret(violation: Violation) -> bool:
    value = violation.found
    is_scalar = not isinstance(value, (dict, list))
    return any(word in violation.key for word in _SECRETS) or (
        is_scalar and is_credential(violation.key, value)
    )
