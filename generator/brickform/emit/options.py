"""What a call asks of an emitter."""

from __future__ import annotations

from typing import NamedTuple

PER_MODEL = "per-model"
PER_FOLDER = "per-folder"
LAYOUTS = (PER_MODEL, PER_FOLDER)


class EmitOptions(NamedTuple):
    """``module`` names the Terraform module that the output becomes inside somebody's own root."""

    module: str | None = None
    layout: str = PER_MODEL
    """Of a bundle: one file a job, or one for the jobs of a folder of models."""
