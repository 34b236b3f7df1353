"""What a command shows of a run while it goes on and at its end, in each output format."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol

import click

if TYPE_CHECKING:
    from brickform.workspace.errors import WorkspaceError
    from brickform.workspace.outputs import TaskOutput
    from brickform.workspace.runs import Run
    from brickform.workspace.start import Started


class RunView(Protocol):
    """Gets to know everything in the order in which it happens."""

    def retrying(self, error: WorkspaceError, pause: float) -> None: ...
    def started(self, started: Started) -> None: ...
    def changed(self, run: Run) -> None: ...
    def left(self, run: Run) -> None: ...
    def noted(self, note: str) -> None: ...
    def ended(self, run: Run, outputs: Iterable[TaskOutput]) -> None: ...
    def failed(self, error: WorkspaceError) -> None: ...
    def close(self) -> None: ...


class TextView:
    """Lines: what goes on to standard error, how it ended to standard output."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet = quiet
        self._shown: Run | None = None

    def retrying(self, error: WorkspaceError, pause: float) -> None:
        self._say(f"{error}; trying again in {pause:.0f}s")

    def started(self, started: Started) -> None:
        from brickform.report.runs import render_started

        if not self._quiet:
            write(render_started(started))

    def changed(self, run: Run) -> None:
        from brickform.report.runs import render_changes

        for line in render_changes(self._shown, run):
            self._say(line)
        self._shown = run

    def left(self, run: Run) -> None:
        from brickform.report.runs import render_left

        write(render_left(run))

    def noted(self, note: str) -> None:
        write(note, err=True)

    def ended(self, run: Run, outputs: Iterable[TaskOutput]) -> None:
        from brickform.report.runs import render_end

        write(render_end(run, outputs), newline=False)

    def failed(self, error: WorkspaceError) -> None:
        from brickform.report.runs import render_error

        write(render_error(error), err=True)

    def close(self) -> None:
        """Do nothing: nothing is open."""

    def _say(self, line: str) -> None:
        if not self._quiet:
            write(line, err=True)


class JsonView:
    """One document, when everything is over."""

    def __init__(self) -> None:
        self._document: dict[str, Any] = {}

    def retrying(self, error: WorkspaceError, pause: float) -> None:
        """Say nothing: the document tells the end only."""

    def started(self, started: Started) -> None:
        from brickform.report.run_documents import started_document

        self._document.update(started_document(started))

    def changed(self, run: Run) -> None:
        from brickform.report.run_documents import run_document

        self._document.update(run_document(run))

    def left(self, run: Run) -> None:
        self.changed(run)

    def noted(self, note: str) -> None:
        write(note, err=True)

    def ended(self, run: Run, outputs: Iterable[TaskOutput]) -> None:
        from brickform.report.run_documents import run_document

        self._document.update(run_document(run, outputs))

    def failed(self, error: WorkspaceError) -> None:
        from brickform.report.run_documents import error_document

        self._document["error"] = error_document(error)

    def close(self) -> None:
        write(json.dumps(self._document, indent=2))


class JsonLinesView:
    """One event a line: ``retrying``, ``started``, ``changed``, ``note``, ``ended``, ``failed``."""

    def retrying(self, error: WorkspaceError, pause: float) -> None:
        from brickform.report.run_documents import error_document

        self._event("retrying", pause=round(pause, 1), error=error_document(error))

    def started(self, started: Started) -> None:
        from brickform.report.run_documents import started_document

        self._event("started", **started_document(started))

    def changed(self, run: Run) -> None:
        from brickform.report.run_documents import run_document

        self._event("changed", **run_document(run))

    def left(self, run: Run) -> None:
        self.changed(run)

    def noted(self, note: str) -> None:
        self._event("note", text=note)

    def ended(self, run: Run, outputs: Iterable[TaskOutput]) -> None:
        from brickform.report.run_documents import run_document

        self._event("ended", **run_document(run, outputs))

    def failed(self, error: WorkspaceError) -> None:
        from brickform.report.run_documents import error_document

        self._event("failed", error=error_document(error))

    def close(self) -> None:
        """Do nothing: nothing is open."""

    def _event(self, event: str, **fields: Any) -> None:
        write(json.dumps({"event": event, **fields}))


def write(text: str, *, err: bool = False, newline: bool = True) -> None:
    """Print; a terminal or a pipe that has been closed must not decide what becomes of a run."""
    with suppress(OSError):
        click.echo(text, err=err, nl=newline)
