"""Starts one run, once: a token makes the workspace answer a second copy with the run of the first."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Protocol

from brickform.errors import UsageError
from brickform.workspace import jobs_api
from brickform.workspace.api_request import ApiRequest
from brickform.workspace.client import Workspace
from brickform.workspace.errors import WorkspaceError
from brickform.workspace.runs import Run, read_run

_LONGEST_TOKEN = 64


@dataclass(frozen=True, slots=True)
class Started:
    """A run that goes on in the workspace."""

    run_id: int
    job_id: int | None = None
    idempotency_token: str = ""
    """Empty for a repair: the API has no token for it."""
    reused: bool = False
    """A call with the same token had started it before this one; it belongs to that call."""
    repair_id: int | None = None


def new_token() -> str:
    return str(uuid.uuid4())


def check_token(token: str) -> None:
    """Raise UsageError for a token that the API refuses."""
    if not token or len(token) > _LONGEST_TOKEN:
        raise UsageError(
            f"an idempotency key has 1 to {_LONGEST_TOKEN} characters, this one has {len(token)}"
        )


class Starter(Protocol):
    """One intention to make something run in the workspace."""

    was_sent: bool
    """Whether the workspace may have got the request."""

    def carry_out(self) -> Started:
        """Return what was started; raises WorkspaceError."""

    def find_out(self) -> Started | None:
        """Return what an interrupted ``carry_out`` may have started; raises WorkspaceError."""

    def what_may_go_on(self) -> str:
        """Say what is not known after an interrupted ``carry_out``."""


class Start:
    """One intention to start a run. However often it is carried out, the workspace starts one.

    ``look_back`` lists the newest run before the start; it is given where the token may be known already.
    """

    def __init__(self, workspace: Workspace, request: ApiRequest, look_back: ApiRequest | None) -> None:
        self.token = str((request.body or {})["idempotency_token"])
        self.was_sent = False
        self._workspace = workspace
        self._request = request
        self._look_back = look_back
        self._newest_before: Run | None = None

    def carry_out(self) -> Started:
        """Return the run. Raises WorkspaceError; after one with ``may_be_done`` call it again to find out."""
        if self._look_back is not None and not self.was_sent:
            listed = self._workspace.send(self._look_back).get("runs") or []
            self._newest_before = read_run(listed[0]) if listed else None
        self.was_sent = True
        try:
            answer = self._workspace.send(self._request)
        except WorkspaceError as error:
            if error.may_be_done:
                error.idempotency_token = self.token
                error.help = "; ".join(filter(None, (error.help, self._how_to_find_out())))
            raise
        run_id = int(answer["run_id"])
        job_id = (self._request.body or {}).get("job_id")
        return Started(run_id, job_id, self.token, self._was_there(run_id))

    def find_out(self) -> Started:
        """Return the run that an interrupted call started; if it started none, this does."""
        return self.carry_out()

    def what_may_go_on(self) -> str:
        return f"a run may have been started with the idempotency key {self.token}"

    def _was_there(self, run_id: int) -> bool:
        """Whether the run is the newest one of before, or older; one that cannot be seen is left alone."""
        if self._newest_before is None or run_id == self._newest_before.run_id:
            return self._newest_before is not None
        try:
            run = read_run(self._workspace.send(jobs_api.get_run(run_id)))
        except WorkspaceError:
            return True
        return run.span.start < self._newest_before.span.start

    def _how_to_find_out(self) -> str:
        return (
            "the run may have been started: the same command with "
            f"--idempotency-key {self.token} finds it, or starts it"
        )
