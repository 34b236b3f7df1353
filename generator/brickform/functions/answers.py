"""What a function answers: an object for programs and agents, whatever happens; nothing is raised.

``{"success": true, "job_id": …, "run_id": …, …}``, or ``{"success": false, "job_id": …, "error": …,
"error_type": …, "message": …}``. Ids are text: many a reader of JSON rounds numbers beyond 2**53.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from brickform.errors import BrickformError, UsageError
from brickform.workspace.errors import Trouble, WorkspaceError

Answer = dict[str, Any]

INVALID = "InvalidParameterValue"
_ERROR_TYPES = {
    Trouble.CONFIGURATION: "ConfigurationError",
    Trouble.UNAUTHENTICATED: "Unauthenticated",
    Trouble.FORBIDDEN: "PermissionDenied",
    Trouble.NOT_FOUND: "ResourceDoesNotExist",
    Trouble.AMBIGUOUS: "ResourceConflict",
    Trouble.REFUSED: INVALID,
    Trouble.THROTTLED: "TooManyRequests",
    Trouble.UNREACHABLE: "ConnectionError",
    Trouble.UNAVAILABLE: "TemporarilyUnavailable",
    Trouble.REPLY_LOST: "ReplyLost",
}
"""The words of databricks-sdk's exceptions, where it has one."""
_LONGEST_TEXT = 500
"""Of what a caller gave, when it is told again."""
_HOW_TO_FIND_OUT = (
    "a run may have been started: the same call with this idempotency_token finds it, or starts it"
)
_IDS = ("job_id", "run_id", "repair_id")


def answer(what: str, about: Mapping[str, str], work: Callable[[], Mapping[str, Any]]) -> Answer:
    """Return what ``work`` gives, or what went wrong; ``what`` was to be done, ``about`` names the thing."""
    about = {key: value[:_LONGEST_TEXT] for key, value in about.items()}
    try:
        said = {"success": True, **about, **work()}
    except BrickformError as error:
        said = {"success": False, **about, **_failure(what, error)}
    except Exception as error:  # a bug: its text may hold anything, so that it stays here
        said = {"success": False, **about, **_described(what, type(error).__name__, "InternalError")}
    return {key: _with_text_ids(key, value) for key, value in said.items()}


def _with_text_ids(key: str, value: Any) -> Any:
    """Return a value with text for every id in it; ``key`` is what it stands under."""
    if isinstance(value, Mapping):
        return {inner: _with_text_ids(inner, item) for inner, item in value.items()}
    if isinstance(value, list):
        return [_with_text_ids(key, item) for item in value]
    return str(value) if key in _IDS and isinstance(value, int) else value


def _failure(what: str, error: BrickformError) -> Answer:
    if isinstance(error, UsageError):
        return _described(what, str(error), INVALID)
    if not isinstance(error, WorkspaceError):
        return _described(what, str(error), type(error).__name__)
    described = _described(what, str(error), _ERROR_TYPES[error.trouble])
    if error.idempotency_token:
        return {**described, "idempotency_token": error.idempotency_token, "help": _HOW_TO_FIND_OUT}
    return {**described, "help": error.help or None}


def _described(what: str, error: str, error_type: str) -> Answer:
    said = error[:_LONGEST_TEXT]
    message = f"Failed to {what[:_LONGEST_TEXT]}: {said}"
    return {"error": said, "error_type": error_type, "message": message}
