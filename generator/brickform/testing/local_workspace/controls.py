"""What a test has told the workspace: what runs do, how time passes, who else may call."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from brickform.testing.local_workspace.faults import FaultPlan
from brickform.testing.local_workspace.runs.script import ScriptBook


@dataclass
class Controls:
    """With a ``clock`` (seconds), runs take a step for each ``step_seconds``; without, one for each poll."""

    clock: Callable[[], float] | None = None
    step_seconds: float = 10
    run_scripts: ScriptBook = field(default_factory=ScriptBook)
    faults: FaultPlan = field(default_factory=FaultPlan)

    def now(self) -> int:
        """Return the time in milliseconds."""
        return int((self.clock or time.time)() * 1000)

    def steps_until(self, now: int, start: int, taken: int) -> int:
        """Return the steps that a run takes when it is asked for: one, or those that are due by the clock."""
        if self.clock is None:
            return 1
        return max(0, int((now - start) / (self.step_seconds * 1000)) - taken)
