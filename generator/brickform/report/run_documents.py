"""Runs, requests and errors as JSON values for programs, in stable shapes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from brickform.workspace.api_request import ApiRequest
from brickform.workspace.errors import WorkspaceError
from brickform.workspace.outputs import TaskOutput
from brickform.workspace.runs import Run, TaskRun
from brickform.workspace.start import Started
from brickform.workspace.states import State

Document = dict[str, Any]


def started_document(started: Started) -> Document:
    return {
        "run_id": started.run_id,
        "job_id": started.job_id,
        "idempotency_token": started.idempotency_token or None,
        "reused": started.reused,
        "repair_id": started.repair_id,
    }


def run_document(run: Run, outputs: Iterable[TaskOutput] = ()) -> Document:
    """Describe a run; ``outcome`` is null while it goes on, times are milliseconds since 1970."""
    by_task = {output.task.identity: output for output in outputs}
    return {
        "run_id": run.run_id or None,
        "job_id": run.job_id or None,
        "run_name": run.name,
        "run_page_url": run.url,
        **_state(run.state),
        "start_time": run.span.start or None,
        "end_time": run.span.end or None,
        "tasks": [task_document(task, by_task.get(task.identity)) for task in run.tasks],
    }


def error_document(error: WorkspaceError) -> Document:
    return {
        "trouble": error.trouble.value,
        "error_code": error.error_code or None,
        "message": str(error),
        "help": error.help or None,
        "may_be_done": error.may_be_done,
    }


def requests_document(requests: Iterable[ApiRequest]) -> Document:
    return {"requests": [_request(request) for request in requests]}


def output_document(output: TaskOutput) -> Document:
    """Describe what a task left behind; null where there is nothing."""
    return {
        "error": output.error or None,
        "error_trace": output.trace or None,
        "notebook_result": output.notebook_result or None,
        "logs": output.logs or None,
        "truncated": output.is_truncated,
        "unreadable": output.unreadable or None,
    }


def task_document(task: TaskRun, output: TaskOutput | None = None) -> Document:
    """Describe one attempt of a task, and what it left behind if that was read."""
    return {
        "task_key": task.key,
        "run_id": task.run_id or None,
        "attempt_number": task.attempt,
        "run_page_url": task.url,
        **_state(task.state),
        "start_time": task.span.start or None,
        "end_time": task.span.end or None,
        **(output_document(output) if output is not None else {}),
    }


def _state(state: State) -> Document:
    return {
        "outcome": state.outcome.value if state.outcome is not None else None,
        "state": state.word or None,
        "result_state": state.result or None,
        "termination_code": state.code or None,
        "message": state.message or None,
    }


def _request(request: ApiRequest) -> Document:
    query: Mapping[str, Any] = {"query": dict(request.query)} if request.query else {}
    return {"method": request.method, "path": request.path, **query, "body": request.body}
