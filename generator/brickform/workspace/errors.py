"""What can go wrong between brickform and a workspace."""

from __future__ import annotations

from enum import Enum

from brickform.errors import BrickformError


class Trouble(Enum):
    """Why a request was not answered as hoped; ``value`` is the word that programs read."""

    CONFIGURATION = "configuration"
    """No workspace or no credentials; nothing was sent."""
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    AMBIGUOUS = "ambiguous"
    """A name that several things have."""
    REFUSED = "refused"
    THROTTLED = "throttled"
    UNREACHABLE = "unreachable"
    """No connection came about; nothing was sent."""
    UNAVAILABLE = "unavailable"
    """The workspace failed (HTTP 5xx), before or after it did what was asked."""
    REPLY_LOST = "reply_lost"
    """The request went out, and no answer came back."""

    @property
    def may_pass(self) -> bool:
        """Whether the same request may be answered in a while."""
        return self in _PASSING

    @property
    def may_be_done(self) -> bool:
        """Whether the workspace may have done what was asked all the same."""
        return self in (Trouble.UNAVAILABLE, Trouble.REPLY_LOST)


_PASSING = {Trouble.THROTTLED, Trouble.UNREACHABLE, Trouble.UNAVAILABLE, Trouble.REPLY_LOST}


class WorkspaceError(BrickformError):
    """The workspace refused, could not be reached, or did not answer (exit code 5).

    The message holds no credential. ``help`` says what to do, ``error_code`` is the API's own word
    (``INVALID_PARAMETER_VALUE``), ``retry_after`` the seconds that the workspace asks to wait.
    """

    def __init__(
        self,
        trouble: Trouble,
        message: str,
        *,
        help: str = "",
        error_code: str = "",
        retry_after: float | None = None,
        may_be_done: bool | None = None,
    ) -> None:
        super().__init__(message)
        self.trouble = trouble
        self.help = help
        self.error_code = error_code
        self.retry_after = retry_after
        self.may_be_done = trouble.may_be_done if may_be_done is None else may_be_done
        """Whether what was asked may have been done, by this request or an earlier copy of it."""
        self.idempotency_token = ""
        """That of a run that may have been started: with it the same call starts no second one."""
