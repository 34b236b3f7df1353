"""Execution contexts and commands as the workspace keeps them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from brickform.testing.local_workspace.commands.script import CommandScript


@dataclass
class Command:
    """What is executed in a context; ``results`` are given once it has finished."""

    command_id: str
    text: str
    script: CommandScript
    status: str
    to_pass: list[str]
    finished: bool = False

    def advance(self) -> None:
        """Take the next step: the next state, or the end."""
        if self.finished:
            return
        if self.status == "Cancelling":
            self.status, self.finished = "Cancelled", True
        elif self.to_pass:
            self.status = self.to_pass.pop(0)
        elif self.script.status is not None:
            self.status, self.finished = self.script.status, True

    @property
    def results(self) -> dict[str, Any] | None:
        return self.script.results if self.finished and self.status != "Cancelled" else None


@dataclass
class Context:
    """An execution context on a cluster, which a restart of the cluster ends."""

    context_id: str
    cluster_id: str
    language: str
    status: str = "Pending"
    polled: bool = False
    commands: dict[str, Command] = field(default_factory=dict)
