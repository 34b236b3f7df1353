"""Mutated input for every reader and for a whole run, for as long as BRICKFORM_FUZZ_SECONDS says."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from support.fuzz_targets import TARGETS
from support.fuzzing import SECONDS, fuzz


@pytest.mark.parametrize("name", TARGETS)
def test_no_input_does_harm(name: str, record_property: Callable[[str, object], None]) -> None:
    make, check = TARGETS[name]
    record_property("executions", fuzz(name, make, check, seconds=SECONDS / len(TARGETS)))
