"""Whatever is changed in a right project, there is no traceback: 10,000 times, or BRICKFORM_FUZZ_PROJECTS."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from support.mutated_projects import run

PROJECTS = int(os.environ.get("BRICKFORM_FUZZ_PROJECTS", "10000"))
BATCH = 250
SEEDS = range(1_000_000, 1_000_000 + PROJECTS)


@pytest.mark.parametrize("start", SEEDS[::BATCH])
def test_a_changed_project_gives_problems_and_no_traceback(start: int, tmp_path: Path) -> None:
    for seed in range(start, min(start + BATCH, SEEDS.stop)):
        run(seed, tmp_path)
