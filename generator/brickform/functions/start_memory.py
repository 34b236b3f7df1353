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


class _Start(NamedTuple):
    token: str
    at: float


class StartMemory:
    """Gives every intention to start a run its idempotency token; may be shared by threads."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._starts: dict[Intent, _Start] = {}
        self._keys: dict[str, Intent] = {}
        self._lock = Lock()

    def token(
        self, job_id: int, parameters: Mapping[str, str], key: str | None, admit: Callable[[], None]
    ) -> str:
        """Return the caller's key, else the token of the same call of the last ten minutes, or a new one.

        ``admit`` is called before anything new is begun, and may raise. Raises UsageError for a key that was
        used for something else.
        """
        intent = Intent(job_id, frozenset(parameters.items()))
        with self._lock:
            return self._repeated(intent, admit) if key is None else self._keyed(intent, key, admit)

    def _keyed(self, intent: Intent, key: str, admit: Callable[[], None]) -> str:
        if key not in self._keys:
            admit()
        if self._keys.setdefault(key, intent) != intent:
            raise UsageError(f"the idempotency_key '{key}' was used with another job or other parameters")
        return key

    def _repeated(self, intent: Intent, admit: Callable[[], None]) -> str:
        now = self._clock.monotonic()
        self._starts = {one: start for one, start in self._starts.items() if now - start.at < _SECONDS_KEPT}
        if intent not in self._starts:
            admit()
            self._starts[intent] = _Start(new_token(), now)
        return self._starts[intent].token
