"""What a caller may choose about compiling."""

from __future__ import annotations

from typing import NamedTuple


class CompileOptions(NamedTuple):
    """``include_one_time``: also deploy the models of the one-time submission methods as jobs."""

    include_one_time: bool = False
