"""What the databricks CLI refuses under ``--strict``, brickform reports before it is generated."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from support.command import brickform

RunTool = Callable[..., str]

CASES = Path(__file__).parents[1] / "cases" / "invalid"


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("compute/no_workers", "Single node cluster is not correctly configured"),
        ("compute/half_a_single_node", "Single node cluster is not correctly configured"),
    ],
)
def test_what_a_strict_bundle_refuses_is_reported(
    case: str, words: str, tmp_path: Path, databricks: RunTool
) -> None:
    done = brickform("generate", "bundle", CASES / case / "project", "-o", tmp_path)
    assert "1 warning" in done.err
    assert words in databricks(tmp_path, "bundle", "validate", "--strict", "-t", "dev", exit_code=1)
