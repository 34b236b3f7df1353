"""The requests to the Jobs API that brickform makes.

https://docs.databricks.com/api/workspace/jobs
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from brickform.workspace.api_request import ApiRequest

JobId = int | str
"""A text stands for an id that only the workspace knows, in a dry run."""

_JOBS = "/api/2.2/jobs"
_MOST_RUNS_A_PAGE = 24
_MOST_JOBS_A_PAGE = 100


def run_now(body: Mapping[str, Any]) -> ApiRequest:
    """Start a run of a job; ``idempotency_token`` in the body makes a second copy harmless."""
    return _start(f"{_JOBS}/run-now", body)


def submit(body: Mapping[str, Any]) -> ApiRequest:
    """Start a run that belongs to no job; ``idempotency_token`` as for ``run_now``."""
    return _start(f"{_JOBS}/runs/submit", body)


def _start(path: str, body: Mapping[str, Any]) -> ApiRequest:
    return ApiRequest.post(path, body, repeatable="idempotency_token" in body, answer_holds="run_id")


def cancel_run(run_id: int) -> ApiRequest:
    return ApiRequest.post(f"{_JOBS}/runs/cancel", {"run_id": run_id}, repeatable=True)


def repair_run(body: Mapping[str, Any]) -> ApiRequest:
    """Run tasks of a run again; the API knows no token for it, so a second copy may do harm."""
    return ApiRequest.post(f"{_JOBS}/runs/repair", body, repeatable=False, answer_holds="repair_id")


def get_run(run_id: int, *, history: bool = False, page_token: str | None = None) -> ApiRequest:
    include_history = True if history else None
    return ApiRequest.get(
        f"{_JOBS}/runs/get", "run_id", run_id=run_id, include_history=include_history, page_token=page_token
    )


def get_run_output(task_run_id: int) -> ApiRequest:
    """Read what one task left behind; the id of a run of several tasks is refused."""
    return ApiRequest.get(f"{_JOBS}/runs/get-output", run_id=task_run_id)


def list_runs(
    *,
    job_id: JobId | None = None,
    active: bool = False,
    run_type: str | None = None,
    limit: int = _MOST_RUNS_A_PAGE,
    page_token: str | None = None,
) -> ApiRequest:
    """List runs, newest first."""
    return ApiRequest.get(
        f"{_JOBS}/runs/list",
        job_id=job_id,
        active_only=True if active else None,
        run_type=run_type,
        limit=min(limit, _MOST_RUNS_A_PAGE),
        page_token=page_token,
    )


def get_job(job_id: JobId, *, page_token: str | None = None) -> ApiRequest:
    return ApiRequest.get(f"{_JOBS}/get", "job_id", job_id=job_id, page_token=page_token)


def get_job_permissions(job_id: int) -> ApiRequest:
    return ApiRequest.get(f"/api/2.0/permissions/jobs/{job_id}")


def list_jobs(name: str | None = None, *, page_token: str | None = None) -> ApiRequest:
    """List all jobs, or those of a name, whatever its case."""
    return ApiRequest.get(f"{_JOBS}/list", name=name, limit=_MOST_JOBS_A_PAGE, page_token=page_token)
