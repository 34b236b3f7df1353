"""One run of one model as commands on an all-purpose cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace

from brickform.compile.command import CommandRun
from brickform.compile.model import Ref
from brickform.notebook.pip_cell import pip_cells
from brickform.notebook.render import render_notebook
from brickform.notebook.source import NotebookSource
from brickform.resolve.project import ResolvedProject
from brickform.workspace import clusters_api
from brickform.workspace.api_request import ApiRequest, Json
from brickform.workspace.client import Workspace
from brickform.workspace.errors import Trouble, WorkspaceError
from brickform.workspace.looks import Looks, OutOfTimeError
from brickform.workspace.notebook_run import shared_cluster_name
from brickform.workspace.outputs import TaskOutput, plain
from brickform.workspace.questions import DryRun, Questions
from brickform.workspace.ready_cluster import make_ready
from brickform.workspace.runs import Run, Span, TaskRun
from brickform.workspace.states import Outcome, State
from brickform.workspace.wait import OnChange, WaitTimeoutError

_HEADER = "# Databricks notebook source\n"
_SEPARATOR = "# COMMAND ----------\n"
_MAGIC = "# MAGIC "
_STATES = {"Queued": "QUEUED", "Running": "RUNNING", "Cancelling": "TERMINATING"}
_ENDS = {"Finished": Outcome.SUCCEEDED, "Error": Outcome.FAILED, "Cancelled": Outcome.CANCELLED}


@dataclass(frozen=True, slots=True)
class Step:
    """One command, and what it is called."""

    name: str
    code: str


def steps_of(source: NotebookSource) -> list[Step]:
    """Return the commands of a model: those that install its packages, and the model itself."""
    names = ("install packages", "restart Python")
    cells = (cell.removeprefix(_MAGIC) for cell in pip_cells(source))
    notebook = render_notebook(source._replace(packages=()))
    model = notebook.removeprefix(_HEADER).replace(_SEPARATOR, "")
    return [*(Step(name, cell) for name, cell in zip(names, cells, strict=False)), Step(source.name, model)]


@dataclass(frozen=True, slots=True)
class ClusterCommands:
    """A model to execute on a cluster.

    The API has no tokens: nothing is sent twice that may have been carried out. When the reply to a command
    is lost, its context is destroyed, which ends the command, and the outcome is unknown.
    """

    command: CommandRun
    project: ResolvedProject

    def dry_run(self) -> list[ApiRequest]:
        """Return the requests for a cluster that runs, without those that look how far things are."""
        dry = DryRun()
        cluster_id, context_id = self._cluster_id(dry), "<id of the context>"
        dry.send(clusters_api.get_cluster(cluster_id))
        dry.send(clusters_api.get_libraries(cluster_id))
        dry.send(clusters_api.create_context(cluster_id))
        for step in steps_of(self.command.source):
            dry.send(clusters_api.execute(cluster_id, context_id, step.code))
        dry.send(clusters_api.destroy_context(cluster_id, context_id))
        return dry.requests

    def run(
        self, workspace: Workspace, timeout: float | None, on_change: OnChange
    ) -> tuple[Run, list[TaskOutput]]:
        """Execute the commands one after the other, until one fails.

        Raises WaitTimeoutError, after which nothing goes on, and WorkspaceError.
        """
        progress = _Progress(self.command.source.name, steps_of(self.command.source), on_change)
        try:
            self._run(workspace, Looks(workspace.retries, timeout), progress)
        except OutOfTimeError:
            raise WaitTimeoutError(0, progress.run) from None
        return progress.run, progress.outputs

    def _run(self, workspace: Workspace, looks: Looks, progress: _Progress) -> None:
        cluster_id = self._cluster_id(Questions(workspace))
        make_ready(workspace, cluster_id, looks)
        with _context(workspace, cluster_id, looks) as context_id:
            for number, step in enumerate(progress.steps):
                results = _execute(workspace, (cluster_id, context_id), step, looks, progress.at(number))
                if not progress.ended(number, results):
                    break

    def _cluster_id(self, ask: Questions) -> str:
        cluster = self.command.cluster
        if not isinstance(cluster, Ref):
            return cluster
        return ask.cluster_id(shared_cluster_name(self.project, cluster.key))


@contextmanager
def _context(workspace: Workspace, cluster_id: str, looks: Looks) -> Iterator[str]:
    """Give an execution context, and destroy it whatever happens."""
    context_id = str(workspace.send(clusters_api.create_context(cluster_id))["id"])
    try:
        while (status := _status(workspace, cluster_id, context_id)) == "Pending":
            looks.pause()
        if status != "Running":
            raise WorkspaceError(Trouble.REFUSED, f"the context on cluster {cluster_id} is {status.lower()}")
        yield context_id
    finally:
        with suppress(WorkspaceError):
            workspace.send(clusters_api.destroy_context(cluster_id, context_id))


def _status(workspace: Workspace, cluster_id: str, context_id: str) -> str:
    return str(workspace.send(clusters_api.get_context(cluster_id, context_id))["status"])


def _execute(
    workspace: Workspace, context: tuple[str, str], step: Step, looks: Looks, tell: Callable[[str], None]
) -> Json | None:
    """Return the last status of a command; None when it is not known whether it was executed."""
    try:
        command_id = str(workspace.send(clusters_api.execute(*context, step.code))["id"])
    except WorkspaceError as error:
        if not error.may_be_done:
            raise
        return None
    try:
        while True:
            answer = workspace.send(
                clusters_api.get_command(*context, command_id), give_up_after=looks.patience()
            )
            if answer["status"] not in _STATES:
                return answer
            tell(_STATES[answer["status"]])
            looks.pause()
    except BaseException:
        with suppress(WorkspaceError):
            workspace.send(clusters_api.cancel_command(*context, command_id))
        raise


class _Progress:
    """The commands as the tasks of a run, so that they are shown like one."""

    def __init__(self, name: str, steps: list[Step], on_change: OnChange) -> None:
        self.steps = steps
        self.outputs: list[TaskOutput] = []
        waiting = State("PENDING", None)
        tasks = tuple(TaskRun(step.name, 0, 0, waiting, Span()) for step in steps)
        self.run = Run(0, 0, name, State("RUNNING", None), Span(), tasks)
        self._on_change = on_change

    def at(self, number: int) -> Callable[[str], None]:
        """Return what is called with the state of a command."""
        return lambda word: self._set(number, State(word, None), self.run.state)

    def ended(self, number: int, answer: Json | None) -> bool:
        """Take in how a command ended; return whether to go on."""
        state, error, trace, result = _reading(answer)
        is_over = state.outcome is not Outcome.SUCCEEDED or number == len(self.steps) - 1
        self._set(number, state, state if is_over else self.run.state)
        task = self.run.tasks[number]
        self.outputs.append(TaskOutput(task, error=error, trace=trace, logs=result))
        return not is_over

    def _set(self, number: int, state: State, of_run: State) -> None:
        tasks = list(self.run.tasks)
        tasks[number] = replace(tasks[number], state=state)
        before, self.run = self.run, replace(self.run, tasks=tuple(tasks), state=of_run)
        if self.run != before:
            self._on_change(self.run)


def _reading(answer: Json | None) -> tuple[State, str, str, str]:
    """Return how a command ended, its error, its trace and what it printed."""
    if answer is None:
        lost = "no answer came when the command was sent; its context was destroyed"
        return State("TERMINATED", Outcome.UNKNOWN, lost), "", "", ""
    results = answer.get("results") or {}
    outcome = _ENDS.get(answer["status"], Outcome.UNKNOWN)
    if results.get("resultType") == "error":
        state = State("TERMINATED", Outcome.FAILED if outcome is Outcome.SUCCEEDED else outcome)
        return state, plain(results.get("summary")), plain(results.get("cause")), ""
    return State("TERMINATED", outcome), "", "", plain(results.get("data"))
