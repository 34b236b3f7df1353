"""Whatever is changed in a right project, there are problems to read, and never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.mutated_projects import run

BATCH = 75


@pytest.mark.parametrize("batch", range(4))
def test_a_changed_project_gives_problems_and_no_traceback(batch: int, tmp_path: Path) -> None:
    found = [run(seed, tmp_path) for seed in range(batch * BATCH, (batch + 1) * BATCH)]
    assert sum(count > 0 for count in found) > BATCH / 2
