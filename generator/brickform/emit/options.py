"""What a call asks of an emitter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from brickform.compile.graph import ResourceGraph
from brickform.diagnostics import Diagnostics
from brickform.output.tree import OutputTree


@dataclass(frozen=True, slots=True)
class EmitOptions:
    """``module`` names the Terraform module that the output becomes inside somebody's own root."""

    module: str | None = None


Emitter = Callable[[ResourceGraph, EmitOptions], tuple[OutputTree, Diagnostics]]
