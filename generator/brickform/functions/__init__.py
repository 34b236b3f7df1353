"""Deployed jobs as functions that agents and SQL can call."""

from __future__ import annotations

from brickform.functions.callables import (
    cancel_run,
    get_job_status,
    get_run_output,
    list_jobs,
    trigger_databricks_flow,
)

__all__ = ["cancel_run", "get_job_status", "get_run_output", "list_jobs", "trigger_databricks_flow"]
