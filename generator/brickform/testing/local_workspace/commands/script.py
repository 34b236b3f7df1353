"""What a command does, as a test says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_PASSED = ("Queued", "Running")


@dataclass(frozen=True)
class CommandScript:
    """A command: a status for each poll, the last one (None: it never finishes), and its results."""

    states: tuple[str, ...] = _PASSED
    status: str | None = "Finished"
    results: dict[str, Any] | None = None


def prints(text: str, *, states: Sequence[str] = _PASSED) -> CommandScript:
    """Return a command that finishes with this text."""
    return CommandScript(tuple(states), results={"resultType": "text", "data": text})


def throws(summary: str, cause: str = "", *, states: Sequence[str] = _PASSED) -> CommandScript:
    """Return a command whose code fails: the API says Finished, and gives an error as the result."""
    results = {"resultType": "error", "summary": summary, "cause": cause or summary}
    return CommandScript(tuple(states), results=results)


class CommandBook:
    """The scripts for commands to come, by a text that the command contains."""

    def __init__(self) -> None:
        self._scripts: list[tuple[str, list[CommandScript]]] = []

    def write(self, containing: str, scripts: Sequence[CommandScript]) -> None:
        if not scripts:
            raise ValueError("give at least one script")
        self._scripts.insert(0, (containing, list(scripts)))

    def next_for(self, command: str) -> CommandScript:
        """Return the script for a new command, by the text that was given last; its last one stays."""
        found = (scripts for containing, scripts in self._scripts if containing in command)
        scripts = next(found, [prints("")])
        return scripts.pop(0) if len(scripts) > 1 else scripts[0]
