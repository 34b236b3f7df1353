"""When a request is sent again, and after which pause."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

from brickform.workspace.api_request import ApiRequest, Json
from brickform.workspace.clock import Clock, SystemClock
from brickform.workspace.errors import WorkspaceError

Send = Callable[[ApiRequest], Json]
OnRetry = Callable[[WorkspaceError, float], None]
"""Called with what went wrong and the pause in seconds before the next attempt."""


@dataclass(frozen=True, slots=True)
class Backoff:
    """Pauses that double up to a limit, each up to a quarter shorter or longer by chance."""

    first: float = 1.0
    longest: float = 20.0

    def pause(self, attempt: int, chance: random.Random) -> float:
        """Return the seconds to wait after an attempt, counted from 1."""
        pause = min(self.longest, self.first * 2.0 ** min(attempt - 1, 30))
        return pause * chance.uniform(0.75, 1.25)


@dataclass(frozen=True, slots=True)
class Retries:
    """How long to go on, by which clock; ``give_up_after`` is in seconds from the first attempt."""

    give_up_after: float = 300.0
    backoff: Backoff = field(default_factory=Backoff)
    clock: Clock = field(default_factory=SystemClock)
    chance: random.Random = field(default_factory=random.Random)

    def send(
        self, send: Send, request: ApiRequest, on_retry: OnRetry, give_up_after: float | None = None
    ) -> Json:
        """Send until there is an answer; raises WorkspaceError when there is none that is worth waiting for.

        A request that is not repeatable is sent again only where the workspace has not seen it.
        """
        limit = self.give_up_after if give_up_after is None else give_up_after
        deadline = self.clock.monotonic() + limit
        may_be_done = False
        for attempt in count(1):
            try:
                return send(request)
            except WorkspaceError as error:
                may_be_done = error.may_be_done = may_be_done or error.may_be_done
                pause = self.pause(error, attempt)
                out_of_time = self.clock.monotonic() + pause > deadline
                if out_of_time or not _worth_another(request, error):
                    raise
                on_retry(error, pause)
            self.clock.sleep(pause)
        raise AssertionError("count() has no end")

    def pause(self, error: WorkspaceError, attempt: int) -> float:
        """Return the seconds to wait after an attempt: our own, or more where the workspace asks for it."""
        return max(self.backoff.pause(attempt, self.chance), error.retry_after or 0.0)


def _worth_another(request: ApiRequest, error: WorkspaceError) -> bool:
    trouble = error.trouble
    return trouble.may_pass and (request.repeatable or not trouble.may_be_done)
