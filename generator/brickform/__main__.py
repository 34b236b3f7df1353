"""``python -m brickform``."""

from __future__ import annotations

from brickform.cli import main

if __name__ == "__main__":
    main(prog_name="brickform")
