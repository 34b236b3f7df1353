"""What the words of the Jobs API about a run mean; a word that is not known here is never a success.

https://docs.databricks.com/api/workspace/jobs/getrun: ``state`` is the older form, ``status`` the newer one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Outcome(Enum):
    """How a run or one of its tasks ended; ``value`` is the word that people and programs read."""

    SUCCEEDED = "succeeded"
    SUCCEEDED_WITH_FAILURES = "succeeded with failures"
    FAILED = "failed"
    UPSTREAM_FAILED = "upstream failed"
    CANCELLED = "cancelled"
    UPSTREAM_CANCELLED = "upstream cancelled"
    TIMED_OUT = "timed out"
    SKIPPED = "skipped"
    EXCLUDED = "excluded"
    DISABLED = "disabled"
    INTERNAL_ERROR = "internal error"
    UNKNOWN = "unknown"


ACTIVE_WORDS = frozenset(
    {"QUEUED", "PENDING", "RUNNING", "TERMINATING", "BLOCKED", "WAITING_FOR_RETRY", "WAITING"}
)
ENDED_WORDS = {
    "TERMINATED": Outcome.UNKNOWN,
    "SKIPPED": Outcome.SKIPPED,
    "INTERNAL_ERROR": Outcome.INTERNAL_ERROR,
}
"""Life cycle states after which nothing more happens, and what they mean where nothing else is said."""
RESULTS = {
    "SUCCESS": Outcome.SUCCEEDED,
    "SUCCESS_WITH_FAILURES": Outcome.SUCCEEDED_WITH_FAILURES,
    "FAILED": Outcome.FAILED,
    "UPSTREAM_FAILED": Outcome.UPSTREAM_FAILED,
    "CANCELED": Outcome.CANCELLED,
    "UPSTREAM_CANCELED": Outcome.UPSTREAM_CANCELLED,
    "TIMEDOUT": Outcome.TIMED_OUT,
    "MAXIMUM_CONCURRENT_RUNS_REACHED": Outcome.SKIPPED,
    "EXCLUDED": Outcome.EXCLUDED,
    "DISABLED": Outcome.DISABLED,
}
CODES = {
    "SUCCESS": Outcome.SUCCEEDED,
    "SUCCESS_WITH_FAILURES": Outcome.SUCCEEDED_WITH_FAILURES,
    "CANCELED": Outcome.CANCELLED,
    "USER_CANCELED": Outcome.CANCELLED,
    "SKIPPED": Outcome.SKIPPED,
    "MAX_CONCURRENT_RUNS_EXCEEDED": Outcome.SKIPPED,
    "MAX_JOB_QUEUE_SIZE_EXCEEDED": Outcome.SKIPPED,
    "DISABLED": Outcome.DISABLED,
    "INTERNAL_ERROR": Outcome.INTERNAL_ERROR,
    "CLOUD_FAILURE": Outcome.INTERNAL_ERROR,
    "BREAKING_CHANGE": Outcome.FAILED,
    "BUDGET_POLICY_LIMIT_EXCEEDED": Outcome.FAILED,
    "CLUSTER_ERROR": Outcome.FAILED,
    "CLUSTER_REQUEST_LIMIT_EXCEEDED": Outcome.FAILED,
    "DRIVER_ERROR": Outcome.FAILED,
    "FEATURE_DISABLED": Outcome.FAILED,
    "INVALID_CLUSTER_REQUEST": Outcome.FAILED,
    "INVALID_RUN_CONFIGURATION": Outcome.FAILED,
    "LIBRARY_INSTALLATION_ERROR": Outcome.FAILED,
    "MAX_SPARK_CONTEXTS_EXCEEDED": Outcome.FAILED,
    "REPOSITORY_CHECKOUT_FAILED": Outcome.FAILED,
    "RESOURCE_NOT_FOUND": Outcome.FAILED,
    "RUN_EXECUTION_ERROR": Outcome.FAILED,
    "STORAGE_ACCESS_ERROR": Outcome.FAILED,
    "UNAUTHORIZED_ERROR": Outcome.FAILED,
    "WORKSPACE_RUN_LIMIT_EXCEEDED": Outcome.FAILED,
}
"""Termination codes: the ``status`` of a run has no result beside them."""


_PLAIN = {**RESULTS, **ENDED_WORDS}


@dataclass(frozen=True, slots=True)
class State:
    """Where a run or a task stands."""

    word: str
    """The API's own: ``RUNNING``; empty where it said nothing."""
    outcome: Outcome | None
    """None while it goes on, and where the word is not known."""
    message: str = ""
    result: str = ""
    code: str = ""

    @property
    def is_known(self) -> bool:
        return self.outcome is not None or self.word in ACTIVE_WORDS

    @property
    def reason(self) -> str:
        """Why it ended, in the API's word, where that says more than the outcome."""
        unknown_word = "" if self.word in ENDED_WORDS else self.word
        return next((word for word in (self.code, self.result, unknown_word) if self._tells_more(word)), "")

    def _tells_more(self, word: str) -> bool:
        if word in ("", "SUCCESS"):
            return False
        return word == "MAXIMUM_CONCURRENT_RUNS_REACHED" or _PLAIN.get(word) is not self.outcome


def read_state(entry: Mapping[str, Any]) -> State:
    """Read ``state`` and ``status`` of a run or a task; either may be missing or hold words of the future."""
    state, status = _mapping(entry, "state"), _mapping(entry, "status")
    details = _mapping(status, "termination_details")
    words = [word for word in (_text(state, "life_cycle_state"), _text(status, "state")) if word]
    word = next((word for word in words if word in ACTIVE_WORDS or word in ENDED_WORDS), *words[:1] or ("",))
    result, code = _text(state, "result_state"), _text(details, "code")
    queue = _mapping(status, "queue_details")
    message = (
        _text(state, "state_message")
        or _text(details, "message")
        or _text(state, "queue_reason")
        or _text(queue, "message")
    )
    outcome = _outcome(word, result, code) if word in ENDED_WORDS else None
    if outcome is None and word not in ACTIVE_WORDS and entry.get("end_time"):
        outcome = Outcome.UNKNOWN
    return State(word, outcome, message, result, code)


def _outcome(word: str, result: str, code: str) -> Outcome:
    """Weigh what is said about the end: success takes that everything says so."""
    by_result, by_code = RESULTS.get(result), CODES.get(code)
    if result and by_result is None:
        return by_code if by_code not in (None, Outcome.SUCCEEDED) else Outcome.UNKNOWN
    outcome = by_result or by_code
    if outcome is None:
        return Outcome.UNKNOWN if code else ENDED_WORDS[word]
    if outcome is not Outcome.SUCCEEDED:
        return outcome
    if word != "TERMINATED":
        return ENDED_WORDS[word]
    return by_code or Outcome.UNKNOWN if code else outcome


def _mapping(entry: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = entry.get(key)
    return value if isinstance(value, Mapping) else {}


def _text(entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key)
    return value if isinstance(value, str) else ""
