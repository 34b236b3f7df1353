"""Faults on request: what a network, a busy workspace or an old token does to a call."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Literal

from brickform.testing.local_workspace.errors import ApiError


@dataclass(frozen=True)
class Fault:
    """What happens to a request.

    ``carried_out`` says whether the workspace does what was asked. ``error`` is answered in place of the
    answer; with ``connection`` "closed" or "reset" nothing is answered. ``delay_seconds`` passes first.
    """

    name: str
    carried_out: bool = False
    error: ApiError | None = None
    retry_after_seconds: int | None = None
    connection: Literal["kept", "closed", "reset"] = "kept"
    delay_seconds: float = 0


def too_many_requests(retry_after_seconds: int | None = 1) -> Fault:
    """Return a 429, with the header Retry-After unless None is given."""
    error = ApiError(429, "REQUEST_LIMIT_EXCEEDED", "Current request rate exceeds the limit.")
    return Fault("too many requests", error=error, retry_after_seconds=retry_after_seconds)


def server_error(*, carried_out: bool = False) -> Fault:
    """Return a 500."""
    error = ApiError(500, "INTERNAL_ERROR", "An internal error occurred.")
    return Fault("server error", carried_out, error)


def unavailable(retry_after_seconds: int | None = None, *, carried_out: bool = False) -> Fault:
    """Return a 503."""
    error = ApiError(
        503,
        "TEMPORARILY_UNAVAILABLE",
        "The service is taking too long to process your request. "
        "Please try again later or try a faster operation.",
    )
    return Fault("unavailable", carried_out, error, retry_after_seconds)


def connection_reset() -> Fault:
    """Return a connection that breaks before the request is carried out."""
    return Fault("connection reset", connection="reset")


def reply_lost() -> Fault:
    """Return a connection that closes without an answer after the request was carried out."""
    return Fault("reply lost", carried_out=True, connection="closed")


def slow(seconds: float) -> Fault:
    """Return a request that is carried out at once, and answered after so many (real) seconds."""
    return Fault("slow", carried_out=True, delay_seconds=seconds)


def expired_token(status: Literal[401, 403] = 403) -> Fault:
    """Return what an expired token gets: 403 for a personal access token, 401 for one of OAuth."""
    texts = {401: ("UNAUTHENTICATED", "Invalid Token"), 403: ("PERMISSION_DENIED", "Invalid access token.")}
    return Fault("expired token", error=ApiError(status, *texts[status]))


TRANSIENT_FAULTS = (
    too_many_requests(),
    unavailable(),
    unavailable(carried_out=True),
    server_error(),
    server_error(carried_out=True),
    connection_reset(),
    reply_lost(),
)


class _Rule:
    """A fault for a number of matching requests in a row, after others have passed."""

    def __init__(self, fault: Fault, target: _Target, after: int, times: int) -> None:
        self._fault = fault
        self._target = target
        self._passing = after
        self._left = times

    def fault_for(self, method: str, path: str) -> Fault | None:
        if not self._left or not self._target.matches(method, path):
            return None
        if self._passing:
            self._passing -= 1
            return None
        self._left -= 1
        return self._fault


class _RandomRule:
    """Faults at random, by the seed, the method, the path, and how often it was asked for; not by order."""

    def __init__(self, faults: Sequence[Fault], target: _Target, seed: int, rate: float) -> None:
        self._faults = faults
        self._target = target
        self._seed = seed
        self._rate = rate
        self._asked: Counter[tuple[str, str]] = Counter()

    def fault_for(self, method: str, path: str) -> Fault | None:
        if not self._target.matches(method, path):
            return None
        self._asked[method, path] += 1
        draw = random.Random(f"{self._seed} {method} {path} {self._asked[method, path]}")  # noqa: S311
        return draw.choice(self._faults) if draw.random() < self._rate else None


@dataclass(frozen=True)
class _Target:
    method: str | None
    path: str

    def matches(self, method: str, path: str) -> bool:
        pattern = self.path if self.path.startswith("/") else f"*/{self.path}"
        return self.method in (None, method) and fnmatchcase(path, pattern)


class FaultPlan:
    """The faults to come, in the order in which they were asked for."""

    def __init__(self) -> None:
        self._rules: list[_Rule | _RandomRule] = []

    def add(self, fault: Fault, method: str | None, path: str, after: int, times: int) -> None:
        if after < 0 or times < 1:
            raise ValueError("after must be 0 or more, times 1 or more")
        self._rules.append(_Rule(fault, _Target(method, path), after, times))

    def add_random(
        self, faults: Sequence[Fault], method: str | None, path: str, seed: int, rate: float
    ) -> None:
        if not faults or not 0 <= rate <= 1:
            raise ValueError("give at least one fault, and a rate from 0 to 1")
        self._rules.append(_RandomRule(faults, _Target(method, path), seed, rate))

    def clear(self) -> None:
        self._rules.clear()

    def next_for(self, method: str, path: str) -> Fault | None:
        """Return the fault of this request; a rule that takes it hides it from those after."""
        found = (rule.fault_for(method, path) for rule in self._rules)
        return next((fault for fault in found if fault), None)
