"""The fast gate and the explaining pass agree; ``make fuzz`` looks at more values than this."""

from __future__ import annotations

import pytest

from support.gate_agreement import count_refused

BATCH = 250


@pytest.mark.parametrize("batch", range(4))
def test_gate_and_explanation_agree_on_what_is_wrong(batch: int) -> None:
    refused = count_refused(range(batch * BATCH, (batch + 1) * BATCH))
    assert BATCH / 2 < refused < 2 * BATCH, "mistakes are small: some values are still right"
