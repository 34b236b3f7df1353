"""What a test has told the workspace: what runs do, how time passes, who else may call."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from brickform.testing.local_workspace.commands.script import CommandBook
from brickform.testing.local_workspace.faults import FaultPlan
from brickform.testing.local_workspace.runs.script import ScriptBook


@dataclass
class Controls:
    """With a ``clock`` (seconds), runs take a step for each ``step_seconds``; without, one for each poll."""

    clock: Callable[[], float] | None = None
    step_seconds: float = 10
    run_scripts: ScriptBook = field(default_factory=ScriptBook)
    command_scripts: CommandBook = field(default_factory=CommandBook)
    faults: FaultPlan = field(default_factory=FaultPlan)

    def now(self) -> int:
        """Return the time in milliseconds."""
        return int((self.clock or time.time)() * 1000)

    def moments(self, now: int, start: int, taken: int) -> list[int]:
        """Return when a run takes its next steps: one now, or all that are due by the clock."""
        if self.clock is None:
            return [now]
        millis = int(self.step_seconds * 1000)
        return list(range(start + taken * millis, now + 1, millis))
