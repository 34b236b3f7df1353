"""The shape of one model at a time, by JSON Schema."""

from __future__ import annotations

from brickform.validate.validator import validate, validate_model, validate_project_file

__all__ = ["validate", "validate_model", "validate_project_file"]
