"""What can be made of a resource graph, by the name of the format."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from brickform.compile.graph import ResourceGraph
from brickform.diagnostics import Diagnostics
from brickform.emit.bundle import emit_bundle
from brickform.emit.options import EmitOptions
from brickform.emit.terraform import emit_terraform
from brickform.output.tree import OutputTree

Emitter = Callable[[ResourceGraph, EmitOptions], tuple[OutputTree, Diagnostics]]

EMITTERS: Mapping[str, Emitter] = {"bundle": emit_bundle, "terraform": emit_terraform}
