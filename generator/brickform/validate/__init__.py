"""The shape of one model at a time, by JSON Schema."""

from __future__ import annotations

from brickform.validate.validator import (
    is_inside_a_config,
    unused_allow_fields,
    validate,
    validate_model,
    validate_project_file,
)

__all__ = ["is_inside_a_config", "unused_allow_fields", "validate", "validate_model", "validate_project_file"]
