"""The shape of one model at a time, by JSON Schema."""

from __future__ import annotations

from brickform.validate.property_entries import misplaced_configs
from brickform.validate.silence import read_silence
from brickform.validate.validator import (
    is_inside_a_config,
    unused_allow_fields,
    validate,
    validate_model,
    validate_project_file,
)

__all__ = [
    "is_inside_a_config",
    "misplaced_configs",
    "read_silence",
    "unused_allow_fields",
    "validate",
    "validate_model",
    "validate_project_file",
]
