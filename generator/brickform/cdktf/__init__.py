"""Constructs for CDK apps, of ``cdktn`` or of ``cdktf``; no other room imports either."""

from __future__ import annotations

from brickform.cdktf.model_jobs import ModelJobs
from brickform.cdktf.problems import ConfigError, ConfigWarning

__all__ = ["ConfigError", "ConfigWarning", "ModelJobs"]
