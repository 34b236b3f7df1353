"""What functions and agents do with jobs and runs, each as a document; raises BrickformError."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from brickform.report.run_documents import run_document
from brickform.workspace.cancel import request_cancel
from brickform.workspace.client import Workspace
from brickform.workspace.errors import WorkspaceError
from brickform.workspace.job_names import each_job
from brickform.workspace.outputs import TaskOutput, outputs_worth_showing
from brickform.workspace.retries import Retries
from brickform.workspace.start import Started
from brickform.workspace.trigger import Trigger
from brickform.workspace.wait import WaitTimeoutError, get_run, wait_for_run

Document = dict[str, Any]

_SECONDS_FOR_STATE = 10.0
"""How long the state of a run is asked for that was just started: it is not worth losing the answer."""
_SECONDS_TO_GIVE_UP = 30.0
"""How long a request is sent again: callers of functions wait no longer than a minute or so."""
_LONGEST_TEXT = 10_000
_RUN_FIELDS = ("outcome", "state", "result_state", "termination_code", "run_page_url")


def workspace_for_callers(profile: str | None = None, host: str | None = None) -> Workspace:
    """Return a workspace for callers who wait for an answer; ``host`` is that of the project's target."""
    return Workspace(profile, project_host=host, retries=Retries(give_up_after=_SECONDS_TO_GIVE_UP))


def start_run(workspace: Workspace, asked: Trigger) -> Document:
    """Start a run once, and tell how it stands."""
    started = asked.prepare(workspace).carry_out()
    return {**_started(started), **_state_of(workspace, started)}


def _started(started: Started) -> Document:
    return {
        "job_id": started.job_id,
        "run_id": started.run_id,
        "idempotency_token": started.idempotency_token,
        "reused": started.reused,
    }


def _state_of(workspace: Workspace, started: Started) -> Document:
    document: Document = {}
    with suppress(WorkspaceError):  # the run was started, whatever it looks like
        document = run_document(get_run(workspace, started.run_id, give_up_after=_SECONDS_FOR_STATE))
    return {name: document.get(name) for name in _RUN_FIELDS}


def run_status(workspace: Workspace, run_id: int) -> Document:
    """Tell how a run and its tasks stand."""
    return run_document(get_run(workspace, run_id))


def watched_run(workspace: Workspace, run_id: int, seconds: float) -> Document:
    """Tell how a run stands when it has ended, or after so many seconds."""
    try:
        return run_document(wait_for_run(workspace, run_id, timeout=seconds))
    except WaitTimeoutError as error:
        return run_document(error.run) if error.run is not None else run_status(workspace, run_id)


def stop_run(workspace: Workspace, run_id: int) -> Document:
    """Tell a run to end, and how it stands then; one that had ended stays as it is."""
    request_cancel(workspace, run_id)
    return run_status(workspace, run_id)


def run_output(workspace: Workspace, run_id: int) -> Document:
    """Return the errors of the tasks that went wrong, and what notebooks returned; long texts are cut."""
    run = get_run(workspace, run_id)
    outputs = outputs_worth_showing(workspace, run)
    return run_document(run, [_shortened(output) for output in outputs])


def _shortened(output: TaskOutput) -> TaskOutput:
    """Keep the end of a trace and of logs, where the reason stands, and the beginning of a result."""
    shortened = TaskOutput(
        output.task,
        error=output.error[:_LONGEST_TEXT],
        trace=output.trace[-_LONGEST_TEXT:],
        notebook_result=output.notebook_result[:_LONGEST_TEXT],
        logs=output.logs[-_LONGEST_TEXT:],
        is_truncated=True,
        unreadable=output.unreadable,
    )
    is_whole = all(
        len(text) <= _LONGEST_TEXT
        for text in (output.error, output.trace, output.notebook_result, output.logs)
    )
    return output if is_whole else shortened


def found_jobs(workspace: Workspace, name_contains: str, limit: int) -> list[Document]:
    """List jobs whose names hold a text, whatever its case."""
    wanted = name_contains.casefold()
    found: list[Document] = []
    for job in each_job(workspace):
        settings = job.get("settings") or {}
        name = str(settings.get("name") or "")
        if wanted in name.casefold():
            found.append(
                {"job_id": job.get("job_id"), "name": name, "description": settings.get("description")}
            )
        if len(found) == limit:
            break
    return found
