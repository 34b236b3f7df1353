"""Looking again and again: pauses that follow how long nothing has changed, within a limit of time."""

from __future__ import annotations

import math

from brickform.workspace.retries import Retries

SHORTEST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
_LATENESS = 0.05
"""How much later than it happened a change may be seen, as a part of the time since the one before."""
LONGEST_OUTAGE = 3600.0
"""Seconds for which a workspace may be out of reach while something is watched."""


class OutOfTimeError(Exception):
    """The limit of time is reached."""


class Looks:
    """The rhythm in which something is looked at; ``timeout`` is in seconds, None for no limit."""

    def __init__(self, retries: Retries, timeout: float | None) -> None:
        self._clock = retries.clock
        self._chance = retries.chance
        self._deadline = math.inf if timeout is None else self._clock.monotonic() + timeout
        self._changed_at = self._clock.monotonic()

    def changed(self) -> None:
        """Let the pauses begin to grow again."""
        self._changed_at = self._clock.monotonic()

    def remaining(self) -> float:
        return self._deadline - self._clock.monotonic()

    def patience(self) -> float:
        """Return how long one look may take, its repetitions included."""
        return max(0.0, min(LONGEST_OUTAGE, self.remaining()))

    def pause(self) -> None:
        """Wait until the next look; raises OutOfTimeError where there is none."""
        remaining = self.remaining()
        if remaining <= 0:
            raise OutOfTimeError
        unchanged = self._clock.monotonic() - self._changed_at
        pause = min(LONGEST_PAUSE, max(SHORTEST_PAUSE, unchanged * _LATENESS))
        self._clock.sleep(min(pause * self._chance.uniform(0.75, 1.25), remaining))
