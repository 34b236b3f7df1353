"""Deployed jobs as functions that agents and SQL can call."""

from __future__ import annotations

from brickform.functions.callables import (
    cancel_run,
    get_job_status,
    get_run_output,
    list_jobs,
    trigger_databricks_flow,
)
from brickform.functions.listed_jobs import WantedJob
from brickform.functions.sql.api import register
from brickform.functions.sql.function import ServicePrincipal

__all__ = [
    "ServicePrincipal",
    "WantedJob",
    "cancel_run",
    "get_job_status",
    "get_run_output",
    "list_jobs",
    "register",
    "trigger_databricks_flow",
]
