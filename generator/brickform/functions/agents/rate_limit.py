"""How often something may happen."""

from __future__ import annotations

import math
from collections import deque
from threading import Lock

from brickform.workspace.clock import Clock
from brickform.workspace.errors import Trouble, WorkspaceError

_MINUTE = 60.0


class RateLimit:
    """At most so many a minute, whichever minute one looks at; may be shared by threads."""

    def __init__(self, what: str, most: int, clock: Clock) -> None:
        self._what = what
        self._most = most
        self._clock = clock
        self._taken: deque[float] = deque()
        self._lock = Lock()

    def take(self) -> None:
        """Count one, or raise WorkspaceError and count nothing."""
        with self._lock:
            now = self._clock.monotonic()
            while self._taken and now - self._taken[0] >= _MINUTE:
                self._taken.popleft()
            if len(self._taken) >= self._most:
                seconds = math.ceil(self._taken[0] + _MINUTE - now)
                summary = f"this server allows {self._most} {self._what} a minute"
                raise WorkspaceError(
                    Trouble.THROTTLED, summary, help=f"wait {seconds} seconds", may_be_done=False
                )
            self._taken.append(now)
