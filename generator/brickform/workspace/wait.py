"""Looks at a run until it ends: as long as it takes, or as long as the caller wants to wait."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from brickform.errors import BrickformError
from brickform.workspace import jobs_api
from brickform.workspace.api_request import ApiRequest, Json
from brickform.workspace.client import Workspace
from brickform.workspace.errors import WorkspaceError
from brickform.workspace.looks import LONGEST_OUTAGE, Looks, OutOfTimeError
from brickform.workspace.paging import pages
from brickform.workspace.runs import Run, read_run
from brickform.workspace.states import Outcome

OnChange = Callable[[Run], None]
"""Called with the run at the first look at it, and whenever it has changed since."""

_PATIENCE_WITH_UNKNOWN_WORD = 300.0
"""Seconds for which a state of an unknown name is taken for one that passes."""


class WaitTimeoutError(BrickformError):
    """The caller's time ran out before the run ended; ``run`` is how it was seen last, if at all."""

    def __init__(self, run_id: int, run: Run | None) -> None:
        what = f"run {run_id}" if run_id else "the commands"
        super().__init__(f"{what} had not ended when the time to wait was over")
        self.run_id = run_id
        self.run = run


def get_run(
    workspace: Workspace, run_id: int, *, history: bool = False, give_up_after: float | None = None
) -> Run:
    """Read a run with all its tasks, however many pages they take; raises WorkspaceError."""
    entry: Json = {}
    tasks: list[Json] = []

    def request(token: str | None) -> ApiRequest:
        return jobs_api.get_run(run_id, history=history, page_token=token)

    for page in pages(workspace, request, give_up_after=give_up_after):
        entry = entry or page
        tasks += page.get("tasks") or []
    return read_run({**entry, "tasks": tasks})


def wait_for_run(
    workspace: Workspace,
    run_id: int,
    *,
    repair_id: int | None = None,
    timeout: float | None = None,
    on_change: OnChange | None = None,
) -> Run:
    """Return the run when it has ended, however it ended.

    With ``repair_id`` it has ended when that repair has: the run may still show how it ended before.
    ``timeout`` is in seconds, None for no limit. Raises WaitTimeoutError, and WorkspaceError when the
    workspace refuses to show the run or is out of reach for an hour.
    """
    return _Watch(workspace, run_id, repair_id, timeout, on_change).until_ended()


class _Watch:
    def __init__(
        self,
        workspace: Workspace,
        run_id: int,
        repair_id: int | None,
        timeout: float | None,
        on_change: OnChange | None,
    ) -> None:
        self._workspace = workspace
        self._clock = workspace.retries.clock
        self._looks = Looks(workspace.retries, timeout)
        self._run_id = run_id
        self._repair_id = repair_id
        self._on_change = on_change
        self._seen: Run | None = None
        self._known_at = self._clock.monotonic()

    def until_ended(self) -> Run:
        while True:
            run = self._look()
            if run.outcome is not None and self._is_repaired(run):
                return run
            if self._clock.monotonic() - self._known_at > _PATIENCE_WITH_UNKNOWN_WORD:
                return replace(run, state=replace(run.state, outcome=Outcome.UNKNOWN))
            try:
                self._looks.pause()
            except OutOfTimeError:
                raise WaitTimeoutError(self._run_id, self._seen) from None

    def _look(self) -> Run:
        patience = self._looks.patience()
        history = self._repair_id is not None
        try:
            run = get_run(self._workspace, self._run_id, history=history, give_up_after=patience)
        except WorkspaceError as error:
            if error.trouble.may_pass and patience < LONGEST_OUTAGE:
                raise WaitTimeoutError(self._run_id, self._seen) from None
            raise
        self._take_in(run)
        return run

    def _is_repaired(self, run: Run) -> bool:
        if self._repair_id is None:
            return True
        ended = (repair.repair_id for repair in run.repairs if repair.state.outcome is not None)
        return self._repair_id in ended

    def _take_in(self, run: Run) -> None:
        if run.state.is_known:
            self._known_at = self._clock.monotonic()
        if run == self._seen:
            return
        self._seen = run
        self._looks.changed()
        if self._on_change is not None:
            self._on_change(run)
