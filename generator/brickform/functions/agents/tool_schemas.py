"""What agents may pass to a tool, as JSON Schema, and what a job gets of it: text, as the API wants it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from brickform.credentials import is_credential
from brickform.errors import UsageError
from brickform.functions.listed_jobs import JobParameter, ListedJob, ParameterType

Schema = dict[str, Any]

LONGEST_WAIT = 50
"""Seconds: clients of MCP give a call up after a minute."""
_LONGEST_VALUE = 10_000
_SHAPES: Mapping[ParameterType, Schema] = {
    "STRING": {"type": "string", "maxLength": _LONGEST_VALUE},
    "BOOLEAN": {"type": "boolean"},
    "DATE": {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    "TIMESTAMP": {"type": "string", "format": "date-time", "maxLength": 40},
    "INT": {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1},
    "BIGINT": {"type": "integer", "minimum": -(2**63), "maximum": 2**63 - 1},
    "DOUBLE": {"type": "number"},
}
_RUN_ID = {"type": "string", "pattern": "^[0-9]{1,19}$", "description": "The id of the run, in digits."}
_KEY = {
    "type": "string",
    "minLength": 1,
    "maxLength": 64,
    "description": "Calls with one key start one run between them. Without a key, the same call made again "
    "within ten minutes starts no second run either.",
}
_DRY_RUN = {"type": "boolean", "description": "Start nothing, and return the requests that would be sent."}
ANSWER: Schema = {
    "type": "object",
    "properties": {
        "success": {"type": "boolean"},
        "job_id": {"type": ["string", "null"]},
        "run_id": {"type": ["string", "null"]},
        "state": {"type": ["string", "null"]},
        "outcome": {"type": ["string", "null"], "description": "How the run ended; null while it goes on."},
        "run_page_url": {"type": ["string", "null"]},
        "error": {"type": "string"},
        "error_type": {"type": "string"},
        "message": {"type": ["string", "null"]},
    },
    "required": ["success"],
}


def start_schema(job: ListedJob) -> Schema:
    """Return what the tool takes that starts a job."""
    options = {"idempotency_key": _KEY, "dry_run": _DRY_RUN}
    if not job.parameters:
        return _object(options)
    parameters = _object({parameter.name: _parameter_schema(parameter) for parameter in job.parameters})
    return _object({"parameters": parameters, **options})


def run_schema(*, with_wait: bool = False) -> Schema:
    """Return what a tool takes that is about one run."""
    wait = {
        "type": "integer",
        "minimum": 0,
        "maximum": LONGEST_WAIT,
        "description": "Wait so long for the end of the run, and answer at once when it has ended.",
    }
    return _object({"run_id": _RUN_ID, **({"wait_seconds": wait} if with_wait else {})}, "run_id")


def _object(properties: Schema, *required: str) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def _parameter_schema(parameter: JobParameter) -> Schema:
    hidden = is_credential(parameter.name, parameter.default)
    default = "a secret" if hidden else repr(parameter.default[:200])
    return {**_SHAPES[parameter.type], "description": f"{parameter.type}; {default} if it is left out."}


def check_arguments(schema: Schema, given: Mapping[str, Any]) -> None:
    """Raise UsageError with what does not fit the schema."""
    from jsonschema import Draft202012Validator

    errors = sorted(Draft202012Validator(schema).iter_errors(given), key=lambda error: error.json_path)
    if errors:
        raise UsageError("; ".join(f"{error.json_path}: {error.message:.200}" for error in errors[:5]))


def as_job_parameters(job: ListedJob, given: Mapping[str, Any]) -> dict[str, str]:
    """Return the text of every value; raises UsageError for one that its type does not have."""
    types = {parameter.name: parameter.type for parameter in job.parameters}
    return {name: _as_text(name, types[name], value) for name, value in given.items()}


def _as_text(name: str, type: ParameterType, value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if type in ("INT", "BIGINT"):
        return str(int(value))
    if type == "DOUBLE" and not math.isfinite(value):
        raise UsageError(f"{name} is {value}: it has to be a finite number")
    if type == "DATE" and not _is_read_by(date.fromisoformat, value):
        raise UsageError(f"{name} is '{value}': there is no such day")
    if type == "TIMESTAMP" and not _is_read_by(datetime.fromisoformat, value.replace("Z", "+00:00")):
        raise UsageError(f"{name} is '{value}': write a time as in 2024-01-31T08:00:00Z")
    return str(value)


def _is_read_by(read: Any, text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True
