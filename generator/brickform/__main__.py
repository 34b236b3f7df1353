"""``python -m brickform``."""

from __future__ import annotations

from brickform.cli.process import run

if __name__ == "__main__":
    run()
