"""Runs for people: what was started, what changes, and how it ended."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timezone
from urllib.parse import urlencode

import click

from brickform.report.source_lines import printable
from brickform.workspace.api_request import ApiRequest
from brickform.workspace.errors import WorkspaceError
from brickform.workspace.outputs import TaskOutput
from brickform.workspace.runs import Run, TaskRun
from brickform.workspace.start import Started
from brickform.workspace.states import Outcome, State

COLOURS = {
    Outcome.SUCCEEDED: "green",
    Outcome.SUCCEEDED_WITH_FAILURES: "red",
    Outcome.FAILED: "red",
    Outcome.UPSTREAM_FAILED: "yellow",
    Outcome.CANCELLED: "yellow",
    Outcome.UPSTREAM_CANCELLED: "yellow",
    Outcome.TIMED_OUT: "red",
    Outcome.SKIPPED: "yellow",
    Outcome.EXCLUDED: "yellow",
    Outcome.DISABLED: "yellow",
    Outcome.INTERNAL_ERROR: "red",
    Outcome.UNKNOWN: "magenta",
}
_LONGEST_TRACE = 40


def duration(seconds: float) -> str:
    """Write a length of time the way people do: ``4s``, ``1m 12s``, ``30h 5m``."""
    whole = round(seconds)
    hours, minutes, rest = whole // 3600, whole % 3600 // 60, whole % 60
    if hours:
        return f"{hours}h {minutes}m"
    return f"{minutes}m {rest}s" if minutes else f"{rest}s"


def state_words(state: State) -> str:
    """Return the outcome, or while it goes on the state in the API's word, in lower case."""
    word = state.outcome.value if state.outcome is not None else state.word.lower().replace("_", " ")
    return printable(word) or "no state yet"


def render_started(started: Started) -> str:
    of_job = f" of job {started.job_id}" if started.job_id is not None else ""
    if started.repair_id is not None:
        return f"repairing run {started.run_id} (repair {started.repair_id})"
    if started.reused:
        return f"run {started.run_id}{of_job} was there: an earlier call started it with this key"
    return f"started run {started.run_id}{of_job} (idempotency key {started.idempotency_token})"


def render_left(run: Run) -> str:
    """Return where a run that goes on can be seen, and how it stands."""
    link = f"  {printable(run.url)}\n" if run.url else ""
    return f"{link}{run.title}: {state_words(run.state)}"


def render_changes(before: Run | None, now: Run) -> Iterator[str]:
    """Yield a line for the run and for each task whose state is another one than before."""
    if before is None and now.url:
        yield f"  {printable(now.url)}"
    if before is None or before.state != now.state:
        yield f"{now.title}: {state_words(now.state)}"
    known = {task.identity: task.state for task in before.tasks} if before is not None else {}
    for task in now.tasks:
        if known.get(task.identity) != task.state:
            yield f"  {printable(task.key)}: {_with_duration(task)}"


def render_end(run: Run, outputs: Iterable[TaskOutput]) -> str:
    """Return how a run ended, what its failed tasks say, and what its notebooks return."""
    return "".join(f"{line}\n" for line in _end(run, list(outputs)))


def render_output(output: TaskOutput) -> str:
    """Return everything that a task left behind."""
    lines = [f"task '{printable(output.task.key)}' {_coloured(output.task.state)}"]
    lines += [f"  {line}" for line in _error_lines(output, longest=None)]
    parts = {"logs": output.logs, "result": output.notebook_result}
    for name, text in parts.items():
        if text:
            lines += [f"  {name}{' (cut by the API)' if output.is_truncated else ''}:"]
            lines += [f"    {line}" for line in _lines(text)]
    return "".join(f"{line}\n" for line in lines)


def render_list(runs: Sequence[Run]) -> str:
    """Return a line for each run: its id, how it stands, when it began (UTC), how long it took, its name."""
    rows = [
        (str(run.run_id), state_words(run.state), _time(run.span.start), _took(run), printable(run.name))
        for run in runs
    ]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(4)]
    lines = (
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]])
        for row in rows
    )
    return "".join(f"{line}\n" for line in lines)


def render_error(error: WorkspaceError) -> str:
    lines = [f"{click.style('error:', fg='red', bold=True)} {printable(str(error))}"]
    lines += [f"  help: {printable(error.help)}"] if error.help else []
    return "\n".join(lines)


def render_requests(requests: Iterable[ApiRequest]) -> str:
    """Return requests the way HTTP writes them, with JSON bodies."""
    return "\n".join(_request(request) for request in requests)


def _request(request: ApiRequest) -> str:
    query = f"?{urlencode(request.query)}" if request.query else ""
    body = f"{json.dumps(request.body, indent=2, ensure_ascii=False)}\n" if request.body is not None else ""
    return f"{request.method} {request.path}{query}\n{body}"


def _end(run: Run, outputs: list[TaskOutput]) -> Iterator[str]:
    name = f" of '{printable(run.name)}'" if run.name else ""
    took = f" after {duration(run.span.seconds)}" if run.span.seconds is not None else ""
    yield f"{run.title}{name} {_coloured(run.state)}{took}{_why(run.state)}"
    if run.url:
        yield f"  {printable(run.url)}"
    read = {output.task.identity: output for output in outputs}
    for task in run.tasks:
        if task.state.outcome is not Outcome.SUCCEEDED:
            yield from _task_end(task, read.get(task.identity))
    for output in outputs:
        if output.notebook_result:
            cut = " (cut by the API)" if output.is_truncated else ""
            yield f"  result of '{printable(output.task.key)}'{cut}: {printable(output.notebook_result)}"


def _task_end(task: TaskRun, output: TaskOutput | None) -> Iterator[str]:
    if output is None:
        yield f"  task '{printable(task.key)}' {_coloured(task.state)}"
        return
    yield f"  task '{printable(task.key)}' {_coloured(task.state)}{_why(task.state)}"
    if task.url:
        yield f"    {printable(task.url)}"
    yield from (f"    {line}" for line in _error_lines(output))


def _time(milliseconds: int) -> str:
    if not milliseconds:
        return ""
    return datetime.fromtimestamp(milliseconds / 1000, timezone.utc).strftime("%Y-%m-%d %H:%M:%S")


def _took(run: Run) -> str:
    return duration(run.span.seconds) if run.span.seconds is not None else ""


def _error_lines(output: TaskOutput, longest: int | None = _LONGEST_TRACE) -> Iterator[str]:
    if output.unreadable:
        yield f"its output cannot be read: {printable(output.unreadable)}"
    if output.error not in output.trace:
        yield from _lines(output.error)
    trace = list(_lines(output.trace))
    if longest is not None and len(trace) > longest:
        yield f"… {len(trace) - longest} lines before: brickform runs output {output.task.run_id}"
        trace = trace[-longest:]
    yield from trace


def _lines(text: str) -> Iterator[str]:
    return (printable(line) for line in text.splitlines())


def _coloured(state: State) -> str:
    words = state_words(state)
    return click.style(words, fg=COLOURS[state.outcome], bold=True) if state.outcome is not None else words


def _with_duration(task: TaskRun) -> str:
    seconds = task.span.seconds
    took = f" after {duration(seconds)}" if seconds is not None and task.state.outcome is not None else ""
    return f"{state_words(task.state)}{took}"


def _why(state: State) -> str:
    """Return the API's reason and message, where they add to the outcome."""
    parts = [part for part in (state.reason, state.message) if part]
    return f": {printable(': '.join(parts))}" if parts and state.outcome is not Outcome.SUCCEEDED else ""
