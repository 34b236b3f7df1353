"""A run as a table that moves, on a terminal."""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from rich.console import Console
from rich.live import Live

from brickform.cli.run_views import TextView
from brickform.report.run_table import run_table

if TYPE_CHECKING:
    from rich.console import RenderableType

    from brickform.workspace.errors import WorkspaceError
    from brickform.workspace.outputs import TaskOutput
    from brickform.workspace.runs import Run
    from brickform.workspace.start import Started


class LiveView(TextView):
    """The tasks of the run, redrawn on standard error while it goes on; lines before and after it."""

    def __init__(self) -> None:
        super().__init__()
        self._run: Run | None = None
        self._trouble = ""
        self._console = Console(stderr=True)
        self._live = Live(
            get_renderable=self._draw, console=self._console, refresh_per_second=4, transient=True
        )

    def retrying(self, error: WorkspaceError, pause: float) -> None:
        self._trouble = f"{error}; trying again in {pause:.0f}s"
        if not self._live.is_started:
            self._say(self._trouble)

    def started(self, started: Started) -> None:
        super().started(started)
        with suppress(OSError):
            self._live.start()

    def changed(self, run: Run) -> None:
        self._run, self._trouble = run, ""

    def noted(self, note: str) -> None:
        self.close()
        super().noted(note)

    def ended(self, run: Run, outputs: Iterable[TaskOutput]) -> None:
        self.close()
        super().ended(run, outputs)

    def failed(self, error: WorkspaceError) -> None:
        self.close()
        super().failed(error)

    def close(self) -> None:
        with suppress(OSError):  # the terminal may have been closed
            self._live.stop()

    def _draw(self) -> RenderableType:
        return run_table(self._run, time.time(), self._console.height, self._trouble)
