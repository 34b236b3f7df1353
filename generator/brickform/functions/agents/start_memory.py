"""Which starts were asked for already: an agent that got no answer and asks again starts no second run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Lock
from typing import NamedTuple

from brickform.errors import UsageError
from brickform.workspace.clock import Clock
from brickform.workspace.start import new_token

_SECONDS_KEPT = 600.0


class Intent(NamedTuple):
    """What a run is to be started with."""

    job_id: int
    parameters: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, job_id: int, parameters: Mapping[str, str]) -> Intent:
        return cls(job_id, frozenset(parameters.items()))


class _Start(NamedTuple):
    token: str
    started_at: float | None = None
    """None as long as no answer says that the run was started."""


class StartMemory:
    """Gives every intention to start a run its idempotency token; may be shared by threads."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._starts: dict[Intent, _Start] = {}
        self._keys: dict[str, Intent] = {}
        self._lock = Lock()

    def token(self, intent: Intent, key: str | None, admit: Callable[[], None]) -> str:
        """Return the caller's key, else that of the same intention if it is not done with, or a new one.

        It is done with ten minutes after its run was started; where that is not known, never. ``admit`` is
        called before anything new is begun, and may raise. Raises UsageError for a key that was used for
        something else.
        """
        with self._lock:
            return self._repeated(intent, admit) if key is None else self._keyed(intent, key, admit)

    def started(self, intent: Intent) -> None:
        """Note that the run was started, or had been."""
        with self._lock:
            start = self._starts.get(intent)
            if start is not None and start.started_at is None:
                self._starts[intent] = start._replace(started_at=self._clock.monotonic())

    def _keyed(self, intent: Intent, key: str, admit: Callable[[], None]) -> str:
        if key not in self._keys:
            admit()
        if self._keys.setdefault(key, intent) != intent:
            raise UsageError(f"the idempotency_key '{key}' was used with another job or other parameters")
        return key

    def _repeated(self, intent: Intent, admit: Callable[[], None]) -> str:
        long_ago = self._clock.monotonic() - _SECONDS_KEPT
        self._starts = {
            one: start
            for one, start in self._starts.items()
            if start.started_at is None or start.started_at > long_ago
        }
        if intent not in self._starts:
            admit()
            self._starts[intent] = _Start(new_token())
        return self._starts[intent].token
