"""A run as the workspace keeps it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from brickform.testing.local_workspace.runs.script import Attempt, Ending

Json = dict[str, Any]


@dataclass
class TaskRun:
    """One attempt of a task: the state that it is in, and those that it has still to pass."""

    run_id: int
    settings: Json
    script: Attempt
    attempt_number: int
    start_time: int
    state: str
    to_pass: list[str]
    ending: Ending | None = None
    end_time: int = 0

    @property
    def task_key(self) -> str:
        key: str = self.settings["task_key"]
        return key

    @property
    def upstream(self) -> list[str]:
        return [entry["task_key"] for entry in self.settings.get("depends_on") or []]


@dataclass
class Round:
    """The original run (without an id) or a repair: the attempts that it began with, and how it ended."""

    repair_id: int | None
    start_time: int
    first_attempt: int
    ending: Ending | None = None
    end_time: int = 0


@dataclass
class Run:
    """A run: its settings when it began, all attempts of its tasks, and what is still to come."""

    run_id: int
    job_id: int
    run_type: str
    creator: str
    start_time: int
    settings: Json
    parameters: Json
    state: str = "PENDING"
    to_pass: list[str] = field(default_factory=list)
    queued: bool = False
    cancelling: bool = False
    ending: Ending | None = None
    scripted_ending: Ending | None = None
    end_time: int = 0
    steps: int = 0
    scripts: dict[str, list[Attempt]] = field(default_factory=dict)
    attempts: list[TaskRun] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)

    @property
    def name(self) -> str:
        name: str = self.settings["name"]
        return name

    @property
    def active(self) -> bool:
        return self.ending is None

    def latest(self) -> dict[str, TaskRun]:
        """Return the last attempt of each task."""
        return {attempt.task_key: attempt for attempt in self.attempts}

    def of_round(self, number: int) -> Iterator[TaskRun]:
        """Yield the attempts that belong to a round, by its index."""
        following = self.rounds[number + 1 : number + 2]
        end = following[0].first_attempt if following else len(self.attempts)
        yield from self.attempts[self.rounds[number].first_attempt : end]
