"""Parameters of a run as functions take them: texts of JSON, and an empty text is none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from brickform.errors import UsageError
from brickform.workspace.parameters import Parameters
from brickform.workspace.trigger import RunRequest, Trigger

_MAPPINGS = ("job_parameters", "notebook_params", "sql_params", "pipeline_params")
_LISTS = ("python_params", "jar_params", "dbt_commands")
_MOST_DIGITS = 19
_OBJECT = 'an object of JSON, such as {"start_date": "2024-01-01"}'
_LIST = 'a list of JSON, such as ["--mode", "production"]'


def flow_request(given: Mapping[str, Any]) -> Trigger:
    """Return what the arguments of ``trigger_databricks_flow`` ask for; raises UsageError."""
    kinds = {name: _read(name, given.get(name), dict, _OBJECT) for name in _MAPPINGS}
    kinds |= {name: _read(name, given.get(name), list, _LIST) for name in _LISTS}
    present = {name: value for name, value in kinds.items() if value}
    token = given.get("idempotency_token") or None
    if token is not None and not isinstance(token, str):
        raise UsageError(f"idempotency_token is {shown(token)}: it has to be text")
    return Trigger(as_id("job_id", given.get("job_id")), RunRequest(parameters=Parameters(**present)), token)


def as_id(name: str, given: Any) -> int:
    """Return an id that is a number, or text of digits."""
    text = str(given).strip() if isinstance(given, str | int) and not isinstance(given, bool) else ""
    is_number = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    if not is_number or not 0 < int(text) < 2**63:
        raise UsageError(f"{name} is {shown(given)}: it has to be the digits of an id")
    return int(text)


def shown(given: Any) -> str:
    """Return what was given, as far as it fits into a message."""
    return f"{given!r:.80}" if isinstance(given, str | int | float | None) else f"a {type(given).__name__}"


def _read(name: str, text: Any, kind: type, wanted: str) -> Any:
    if text is None or (isinstance(text, str) and not text.strip()):
        return None
    try:
        value = json.loads(text)
    except (TypeError, ValueError, RecursionError):
        raise UsageError(f"{name} is not JSON: write {wanted}") from None
    if value is not None and not isinstance(value, kind):
        raise UsageError(f"{name} has to be {wanted}")
    return value
