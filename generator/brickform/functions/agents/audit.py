"""One line for each call of a tool: who looks for a parameter's value finds it at the run."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timezone
from threading import Lock
from typing import Any, TextIO

from brickform.functions.answers import Answer

_LONGEST_NAME = 100
_MOST_NAMES = 50


def _now() -> datetime:
    return datetime.now(timezone.utc)


class AuditLog:
    """Writes lines of JSON to a stream: names of arguments, and no value that an agent gave."""

    def __init__(self, stream: TextIO, now: Callable[[], datetime] = _now) -> None:
        self._stream = stream
        self._now = now
        self._lock = Lock()

    def write(self, tool: str, arguments: Mapping[str, Any], answer: Answer, seconds: float) -> None:
        line = {
            "time": self._now().isoformat(timespec="seconds"),
            "tool": tool[:_LONGEST_NAME],
            "arguments": _names(arguments),
            "success": answer["success"],
            **{key: answer[key] for key in ("job_id", "run_id", "reused", "error_type") if answer.get(key)},
            "seconds": round(seconds, 3),
        }
        with self._lock:
            self._append(json.dumps(line) + "\n")

    def _append(self, line: str) -> None:
        """Write a line, or else to standard error: whatever becomes of it, the answer must not be lost."""
        try:
            self._stream.write(line)
            self._stream.flush()
        except OSError:
            with suppress(OSError):
                sys.stderr.write(line)


def _names(arguments: Mapping[str, Any]) -> list[str]:
    """Return the names of arguments, and of a job's parameters with their path."""
    names = []
    for name, value in arguments.items():
        inner = [f"{name}.{key}" for key in value] if isinstance(value, Mapping) else []
        names += inner or [name]
    return [name[:_LONGEST_NAME] for name in names[:_MOST_NAMES]]
