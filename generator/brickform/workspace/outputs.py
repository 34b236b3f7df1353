"""What the tasks of a run left behind: errors, traces and results, each read from the task's own run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from brickform.workspace import jobs_api
from brickform.workspace.client import Workspace
from brickform.workspace.errors import WorkspaceError
from brickform.workspace.runs import Run, TaskRun
from brickform.workspace.states import Outcome

OWN_FAILURES = frozenset({Outcome.FAILED, Outcome.TIMED_OUT, Outcome.INTERNAL_ERROR, Outcome.UNKNOWN})
"""Outcomes of tasks that went wrong themselves, unlike those that waited for them."""

_MOST_OUTPUTS = 100
_TERMINAL_CODES = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")


@dataclass(frozen=True, slots=True)
class TaskOutput:
    """The output of one attempt of one task; texts are empty where there is nothing."""

    task: TaskRun
    error: str = ""
    trace: str = ""
    notebook_result: str = ""
    is_truncated: bool = False
    """Whether the API cut the result or the logs."""
    logs: str = ""
    unreadable: str = ""
    """Why the workspace did not give the output."""


def read_output(workspace: Workspace, task: TaskRun) -> TaskOutput:
    """Return the output of a task; that it cannot be read is said in it, and is no error."""
    try:
        return _output(task, workspace.send(jobs_api.get_run_output(task.run_id)))
    except WorkspaceError as error:
        return TaskOutput(task, unreadable=str(error))


def outputs_worth_showing(workspace: Workspace, run: Run) -> list[TaskOutput]:
    """Read what tasks say that went wrong themselves, and what notebooks returned; a hundred at most."""
    failed = [task for task in run.tasks if task.state.outcome in OWN_FAILURES]
    returned = [task for task in run.tasks if task.is_notebook and task.state.outcome is Outcome.SUCCEEDED]
    return [read_output(workspace, task) for task in [*failed, *returned][:_MOST_OUTPUTS]]


def _output(task: TaskRun, answer: dict[str, Any]) -> TaskOutput:
    notebook = answer.get("notebook_output") or {}
    return TaskOutput(
        task,
        error=plain(answer.get("error")),
        trace=plain(answer.get("error_trace")),
        notebook_result=plain(notebook.get("result")),
        is_truncated=bool(notebook.get("truncated") or answer.get("logs_truncated")),
        logs=plain(answer.get("logs")),
    )


def plain(text: Any) -> str:
    """Return text without the colours that notebooks put into their traces."""
    return _TERMINAL_CODES.sub("", text) if isinstance(text, str) else ""
