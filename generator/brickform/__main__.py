"""The process of one command, ``brickform`` or ``python -m brickform``: it starts, answers, and is gone."""

from __future__ import annotations

import atexit
import gc

_COLLECT_AFTER = 500_000
"""New objects between two searches for garbage: 1,000 models are fewer, and hardly any of it is garbage."""


def run() -> None:
    """Run the command that the command line names.

    Python's own settings would spend a third of the time of a large project on looking for garbage.
    """
    gc.set_threshold(_COLLECT_AFTER)
    atexit.register(gc.freeze)  # at the end nothing needs to be taken apart
    from brickform.cli import main  # when the settings hold: importing makes many objects

    main(prog_name="brickform")


if __name__ == "__main__":
    run()
