"""Stops a run."""

from __future__ import annotations

from brickform.workspace import jobs_api
from brickform.workspace.client import Workspace
from brickform.workspace.errors import WorkspaceError
from brickform.workspace.runs import Run
from brickform.workspace.states import Outcome
from brickform.workspace.wait import OnChange, WaitTimeoutError, get_run, wait_for_run

_SECONDS_TO_END = 600.0
"""How long a run may take to end after it was cancelled because the time to wait was over."""


def cancel_run(
    workspace: Workspace, run_id: int, *, timeout: float | None = None, on_change: OnChange | None = None
) -> Run:
    """Cancel a run and return it when it has ended; one that had ended before stays as it is.

    Raises WaitTimeoutError when it goes on ``timeout`` seconds later, and WorkspaceError.
    """
    request_cancel(workspace, run_id)
    return wait_for_run(workspace, run_id, timeout=timeout, on_change=on_change)


def end_overdue_run(workspace: Workspace, run_id: int, on_change: OnChange | None = None) -> Run:
    """Cancel a run for which the time to wait is over.

    Returns it only where it had ended by itself in the meantime, else raises WaitTimeoutError.
    """
    run = cancel_run(workspace, run_id, timeout=_SECONDS_TO_END, on_change=on_change)
    if run.outcome is Outcome.CANCELLED:
        raise WaitTimeoutError(run_id, run)
    return run


def request_cancel(workspace: Workspace, run_id: int) -> None:
    """Tell a run to end, without waiting for it; raises WorkspaceError unless it has ended by itself."""
    try:
        workspace.send(jobs_api.cancel_run(run_id))
    except WorkspaceError as error:
        if error.error_code != "INVALID_STATE" or get_run(workspace, run_id).outcome is None:
            raise
