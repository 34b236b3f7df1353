"""A short run of what `make fuzz` does for minutes; every find of it is an input here or a case."""

from __future__ import annotations

import pytest

from support.fuzz_targets import TARGETS, check_yaml
from support.fuzzing import fuzz_once

COUNTS = {"yaml": 200, "python": 200, "template": 100, "manifest": 100, "project": 30}


@pytest.mark.parametrize("name", TARGETS)
def test_no_input_does_harm(name: str) -> None:
    make, check = TARGETS[name]
    for number in range(COUNTS[name]):
        fuzz_once(name, number, make, check)


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\u2028b: 2: 3",  # marks counted line ends that no editor counts
        "\ufeffa: 1\u0085\nb: 2: 3",
    ],
)
def test_finds_in_yaml(text: str) -> None:
    check_yaml(text.encode())
