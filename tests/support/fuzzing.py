"""Runs a reader over mutated input for a while, and keeps what it was given when it failed."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from support.endings import has_to_end

SECONDS = float(os.environ.get("BRICKFORM_FUZZ_SECONDS", "600"))
"""For all fuzz tests together."""
SEED = os.environ.get("BRICKFORM_FUZZ_SEED", "brickform")
_LONGEST = 5.0
"""Seconds of the processor for one input."""
_FINDS = Path(__file__).parents[2] / "build" / "fuzz"


def fuzz(
    name: str, make: Callable[[Random], bytes], check: Callable[[bytes], None], *, seconds: float
) -> int:
    """Check one input after another and return how many there were; what fails is named by its number."""
    end, number = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        fuzz_once(name, number, make, check)
        number += 1
    print(f"\n{name}: {number} executions in {seconds:.0f} s")  # noqa: T201
    return number


def fuzz_once(
    name: str, number: int, make: Callable[[Random], bytes], check: Callable[[bytes], None]
) -> None:
    content = make(Random(f"{SEED}:{name}:{number}"))
    start = time.process_time()
    try:
        with has_to_end():
            check(content)
        spent = time.process_time() - start
        assert spent < _LONGEST, f"{spent:.1f} s for one input"
    except BaseException:
        _FINDS.mkdir(parents=True, exist_ok=True)
        (_FINDS / f"{name}-{number}").write_bytes(content)
        raise
