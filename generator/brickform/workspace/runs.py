"""Runs as the workspace describes them, read from its JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from brickform.workspace.states import Outcome, State, read_state


@dataclass(frozen=True, slots=True)
class Span:
    """When something ran, in milliseconds since 1970 by the clock of the workspace; 0 is not yet."""

    start: int = 0
    end: int = 0

    @property
    def seconds(self) -> float | None:
        """How long it took; None while it goes on."""
        return (self.end - self.start) / 1000 if self.start and self.end else None


@dataclass(frozen=True, slots=True)
class TaskRun:
    """One attempt of one task; it has a run id of its own, and its output hangs on that."""

    key: str
    run_id: int
    attempt: int
    state: State
    span: Span
    url: str = ""
    is_notebook: bool = False

    @property
    def identity(self) -> tuple[str, int]:
        """What tells this attempt from all others of the run."""
        return self.key, self.run_id


@dataclass(frozen=True, slots=True)
class Repair:
    """One repair of a run; the original run is none."""

    repair_id: int
    state: State


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a job, or of a one-time submission."""

    run_id: int
    job_id: int
    name: str
    state: State
    span: Span
    tasks: tuple[TaskRun, ...] = ()
    """The newest attempt of every task, in the order of the API."""
    earlier_attempts: tuple[TaskRun, ...] = ()
    url: str = ""
    number: int = 0
    repairs: tuple[Repair, ...] = ()
    """Oldest first; only where the history was asked for."""
    job_parameters: Mapping[str, str] = field(default_factory=dict)
    overriding: Mapping[str, Any] = field(default_factory=dict)
    """Parameters of the older kinds (``notebook_params`` …) that the run was given."""

    @property
    def title(self) -> str:
        """What it is called: commands on a cluster are shown as a run that has no id."""
        return f"run {self.run_id}" if self.run_id else "the commands"

    @property
    def outcome(self) -> Outcome | None:
        """How it ended; None while it goes on."""
        return self.state.outcome

    @property
    def succeeded(self) -> bool:
        return self.outcome is Outcome.SUCCEEDED


def read_run(entry: Mapping[str, Any]) -> Run:
    """Read a run of ``runs/get`` or ``runs/list``."""
    attempts = [_task(task) for task in _items(entry, "tasks")]
    newest = _newest(attempts)
    return Run(
        run_id=_integer(entry, "run_id"),
        job_id=_integer(entry, "job_id"),
        name=_text(entry, "run_name"),
        state=read_state(entry),
        span=_span(entry),
        tasks=tuple(newest.values()),
        earlier_attempts=tuple(task for task in attempts if newest[task.key] is not task),
        url=_text(entry, "run_page_url"),
        number=_integer(entry, "number_in_job"),
        repairs=tuple(_repair(item) for item in _items(entry, "repair_history") if item.get("id")),
        job_parameters={_text(item, "name"): _value(item) for item in _items(entry, "job_parameters")},
        overriding=entry.get("overriding_parameters") or {},
    )


def _task(entry: Mapping[str, Any]) -> TaskRun:
    return TaskRun(
        key=_text(entry, "task_key"),
        run_id=_integer(entry, "run_id"),
        attempt=_integer(entry, "attempt_number"),
        state=read_state(entry),
        span=_span(entry),
        url=_text(entry, "run_page_url"),
        is_notebook="notebook_task" in entry,
    )


def _repair(entry: Mapping[str, Any]) -> Repair:
    return Repair(_integer(entry, "id"), read_state(entry))


def _newest(attempts: Iterable[TaskRun]) -> dict[str, TaskRun]:
    """Return one attempt of each task: after retries and repairs there are several under one key."""
    newest: dict[str, TaskRun] = {}
    for task in attempts:
        known = newest.get(task.key)
        if known is None or (task.attempt, task.span.start) >= (known.attempt, known.span.start):
            newest[task.key] = task
    return newest


def _span(entry: Mapping[str, Any]) -> Span:
    return Span(_integer(entry, "start_time"), _integer(entry, "end_time"))


def _value(parameter: Mapping[str, Any]) -> str:
    value = parameter.get("value")
    return str(parameter.get("default", "") if value is None else value)


def _items(entry: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = entry.get(key)
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def _integer(entry: Mapping[str, Any], key: str) -> int:
    try:
        return int(entry.get(key) or 0)
    except (TypeError, ValueError):
        return 0


def _text(entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key)
    return value if isinstance(value, str) else ""
