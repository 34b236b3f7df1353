"""Outputs: files made from the resource graph, not yet on disk."""

from __future__ import annotations

from collections.abc import Mapping

from brickform.emit.bundle import emit_bundle
from brickform.emit.options import EmitOptions, Emitter
from brickform.emit.terraform import emit_terraform

EMITTERS: Mapping[str, Emitter] = {"bundle": emit_bundle, "terraform": emit_terraform}

__all__ = ["EMITTERS", "EmitOptions", "Emitter", "emit_bundle", "emit_terraform"]
