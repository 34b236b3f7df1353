"""Runs one plan again and again, each time killed one step later; a script, so that it may fork.

Usage: killed_runs.py FOLDER STEPS: reads the pickled call from standard input; the state of FOLDER
after each killed run is left in STEPS/0, STEPS/1, …
"""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from brickform.output.plan import plan_write
from brickform.output.write import carry_out

_CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir"}


def main(folder: Path, steps: Path) -> None:
    call = pickle.load(sys.stdin.buffer)
    for step in count():
        place = steps / str(step)
        shutil.copytree(folder, place)
        process = os.fork()
        if not process:
            _run_until(step, lambda place=place: _generate(place, **call))  # type: ignore[misc]
        if os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0:
            return


def _generate(place: Path, **call: Any) -> None:
    plan, diagnostics = plan_write(directory=place, **call)
    assert plan is not None
    assert not diagnostics.has_errors, diagnostics
    carry_out(plan)


def _run_until(step: int, action: Callable[[], None]) -> None:
    """Kill this process right before its change number ``step`` of the disk, from 0."""
    left = step

    def changing(descriptor: int | None = None) -> None:
        nonlocal left
        if left == 0:
            if descriptor is not None:  # the content was on its way
                os.truncate(descriptor, os.fstat(descriptor).st_size // 2)
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        writing = (
            event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        )
        if event in _CHANGES or writing:
            changing()

    os.fsync = changing  # type: ignore[assignment]
    sys.addaudithook(watch)
    try:
        action()
    except BaseException:
        sys.excepthook(*sys.exc_info())
        os._exit(0)
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
