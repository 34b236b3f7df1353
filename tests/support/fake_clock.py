"""A clock that a test turns."""

from __future__ import annotations

from collections.abc import Callable


class FakeClock:
    """Time passes only while somebody sleeps; ``on_sleep`` gets to know how long."""

    def __init__(self, on_sleep: Callable[[float], None] | None = None) -> None:
        self.now = 1_000.0
        self.pauses: list[float] = []
        self._on_sleep = on_sleep

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        assert seconds >= 0
        self.pauses.append(seconds)
        self.now += seconds
        if self._on_sleep is not None:
            self._on_sleep(seconds)
