"""The local workspace as a process that serves until it is told to stop."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from brickform.testing.local_workspace.environment import shell_lines
from brickform.testing.local_workspace.server import LocalWorkspace


def run_local_workspace(port: int, state_file: Path | None, echo: Callable[[str], None]) -> None:
    """Serve until SIGINT or SIGTERM, after saying with ``echo`` what a shell has to run to use it.

    Call it in the main thread. Raises as ``LocalWorkspace`` does.
    """
    # A shell starts its background jobs with SIGINT ignored.
    stops = (signal.SIGINT, signal.SIGTERM)
    previous = [signal.signal(stop, signal.default_int_handler) for stop in stops]
    try:
        with LocalWorkspace(port, state_file, keep_requests=0) as workspace, suppress(KeyboardInterrupt):
            for line in shell_lines(os.environ, workspace.environment()):
                echo(line)
            threading.Event().wait()
    finally:
        for stop, handler in zip(stops, previous, strict=True):
            signal.signal(stop, handler)
