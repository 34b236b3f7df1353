"""One run from its start to its end, with everything that can interrupt it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from brickform.cli.exit_codes import DONE, INTERRUPTED, RUN_NOT_SUCCESSFUL, WORKSPACE_TROUBLE
from brickform.cli.run_views import RunView
from brickform.cli.shown_runs import show
from brickform.cli.workspace_options import WatchCall
from brickform.workspace.cancel import cancel_run, end_overdue_run
from brickform.workspace.client import Workspace
from brickform.workspace.errors import WorkspaceError
from brickform.workspace.outputs import outputs_worth_showing
from brickform.workspace.runs import Run
from brickform.workspace.start import Started, Starter
from brickform.workspace.states import Outcome
from brickform.workspace.wait import WaitTimeoutError, get_run, wait_for_run

_SECONDS_FOR_LINK = 10.0
"""How long a run is looked at that is not watched."""
_SECONDS_TO_END = 600.0
"""How long a run that was told to end is watched."""


class RunSession:
    """Starts a run, watches it, and stops what it started when it is interrupted.

    A second interruption leaves at once.
    """

    def __init__(self, workspace: Workspace, start: Starter, call: WatchCall, view: RunView) -> None:
        self._workspace = workspace
        self._start = start
        self._call = call
        self._view = view
        self._started: Started | None = None
        self._end: Run | None = None

    def run_to_end(self) -> int:
        """Return the exit code."""
        try:
            return self._start_and_watch()
        except KeyboardInterrupt:
            return self._interrupted()
        except WorkspaceError as error:
            return self._lost_sight(error)

    def _start_and_watch(self) -> int:
        started = self._started = self._start.carry_out()
        self._view.started(started)
        if not self._call.wait:
            with suppress(WorkspaceError):  # the run was started, and that was said
                self._view.left(get_run(self._workspace, started.run_id, give_up_after=_SECONDS_FOR_LINK))
            return DONE
        try:
            run = wait_for_run(
                self._workspace,
                started.run_id,
                repair_id=started.repair_id,
                timeout=self._call.timeout,
                on_change=self._view.changed,
            )
        except WaitTimeoutError as error:
            return self._out_of_time(error, started)
        return self._ended(run)

    def _ended(self, run: Run) -> int:
        self._end = run
        self._view.ended(run, outputs_worth_showing(self._workspace, run))
        return exit_code(run)

    def _out_of_time(self, error: WaitTimeoutError, started: Started) -> int:
        if self._call.on_timeout == "detach" or started.reused:
            self._view.noted(f"{error}; it goes on: {_how_to_watch(started.run_id)}")
            return RUN_NOT_SUCCESSFUL
        self._view.noted(f"{error}: cancelling it")
        try:
            return self._ended(end_overdue_run(self._workspace, started.run_id, self._view.changed))
        except WaitTimeoutError as again:
            if again.run is None or again.run.outcome is None:
                self._view.noted(f"it was told to end, and has not yet: {_how_to_watch(started.run_id)}")
            else:
                self._ended(again.run)
            return RUN_NOT_SUCCESSFUL

    def _interrupted(self) -> int:
        try:
            self._stop_what_was_started()
        except KeyboardInterrupt:
            self._view.noted(f"left at once; {self._what_may_go_on()}")
        except WorkspaceError as error:
            self._view.failed(error)
            self._view.noted(self._what_may_go_on())
        return INTERRUPTED

    def _stop_what_was_started(self) -> None:
        if self._end is not None or not self._start.was_sent:
            self._view.noted("interrupted" if self._end is not None else "interrupted: no run was started")
            return
        started = self._started = self._started or self._start.find_out()
        if started is None:
            self._view.noted(f"interrupted: {self._start.what_may_go_on()}")
            return
        if started.reused:
            self._view.noted(f"interrupted: run {started.run_id} goes on, it belongs to an earlier call")
            return
        self._view.noted(f"interrupted: cancelling run {started.run_id} (Ctrl-C again leaves at once)")
        try:
            run = cancel_run(
                self._workspace, started.run_id, timeout=_SECONDS_TO_END, on_change=self._view.changed
            )
        except WaitTimeoutError:
            self._view.noted(f"it was told to end, and has not yet: {_how_to_watch(started.run_id)}")
        else:
            self._view.ended(run, ())

    def _lost_sight(self, error: WorkspaceError) -> int:
        self._view.failed(error)
        if self._started is not None:
            self._view.noted(self._what_may_go_on())
        return WORKSPACE_TROUBLE

    def _what_may_go_on(self) -> str:
        if self._started is None:
            return self._start.what_may_go_on()
        return f"run {self._started.run_id} may go on: {_how_to_watch(self._started.run_id)}"


def exit_code(run: Run) -> int:
    """Say by a number how a run ended."""
    if run.outcome is Outcome.SUCCEEDED:
        return DONE
    return WORKSPACE_TROUBLE if run.outcome is Outcome.UNKNOWN else RUN_NOT_SUCCESSFUL


def _how_to_watch(run_id: int) -> str:
    return f"brickform runs status {run_id} --wait"


def start_and_watch(
    prepare: Callable[[Workspace], Starter], call: WatchCall, project_host: str | None = None
) -> int:
    """Prepare a start, carry it out and show what becomes of it; return the exit code."""

    def work(workspace: Workspace, view: RunView) -> int:
        return RunSession(workspace, prepare(workspace), call, view).run_to_end()

    return show(call, work, quiet=call.quiet and call.wait, project_host=project_host)
