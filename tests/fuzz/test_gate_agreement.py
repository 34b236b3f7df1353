"""The fast gate and the explaining pass agree: on 100,000 values, or BRICKFORM_FUZZ_INSTANCES of them."""

from __future__ import annotations

import os

import pytest

from support.gate_agreement import count_refused

INSTANCES = int(os.environ.get("BRICKFORM_FUZZ_INSTANCES", "100000"))
BATCH = 1000
SEEDS = range(1_000_000, 1_000_000 + INSTANCES // 2)
"""Two values each: a model config and a brickform.yml; others than ``make test`` has."""


@pytest.mark.parametrize("start", SEEDS[::BATCH])
def test_gate_and_explanation_agree_on_what_is_wrong(start: int) -> None:
    assert count_refused(range(start, min(start + BATCH, SEEDS.stop))) > 0
