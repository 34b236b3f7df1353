"""What a caller may choose about compiling."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CompileOptions:
    """``include_one_time``: also deploy the models of the one-time submission methods as jobs."""

    include_one_time: bool = False
