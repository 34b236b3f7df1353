"""Settings of a config as plain values; their shapes were checked before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from brickform import codes
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.sourced import Sourced

Choice = TypeVar("Choice", bound=str)


def text(config: Sourced, key: str) -> str | None:
    given = config.value.get(key)
    return None if given is None else str(given)


def texts(config: Sourced, key: str) -> tuple[str, ...]:
    """Return one text, or each of a list; empty ones are left out."""
    given = config.value.get(key)
    if not given:
        return ()
    values = given if isinstance(given, list) else [given]
    return tuple(str(value) for value in values if value)


def truth(config: Sourced, key: str) -> bool:
    return config.value.get(key) is True


def text_by_key(config: Sourced, key: str) -> dict[str, str]:
    given = config.value.get(key)
    return {str(name): as_sql_value(value) for name, value in given.items()} if given else {}


def as_sql_value(value: Any) -> str:
    """Return a value of YAML as the text that Databricks reads it from."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def choice(
    config: Sourced, key: str, choices: Mapping[str, Choice], default: Choice, problems: Diagnostics
) -> Choice:
    """Return one of ``choices``; a way of writing that the notebook does not have is an error."""
    given = config.get(key)
    if given is None:
        return default
    chosen = choices.get(given.value) if isinstance(given.value, str) else None
    if chosen is None:
        summary = f"the deployed notebook does not write {key} '{given.value}'"
        *others, last = choices
        advice = f"write {', '.join(others)} or {last}"
        problems.add(Diagnostic.at(codes.NOTEBOOK_WRITE, given, summary, help=advice))
    return chosen or default
