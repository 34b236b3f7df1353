"""What the callables do: arguments as agents give them in, the answer as a text of JSON out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from brickform.functions.answers import answer
from brickform.functions.json_parameters import as_id, flow_request
from brickform.functions.operations import Document, found_jobs, start_run, workspace_for_callers
from brickform.workspace.client import Workspace


def trigger(given: Mapping[str, Any]) -> str:
    """Start a run; ``given`` are the arguments of ``trigger_databricks_flow``."""
    job_id = str(given["job_id"])
    return json.dumps(
        answer(
            f"trigger job {job_id}",
            {"job_id": job_id},
            lambda: start_run(workspace_for_callers(), flow_request(given)),
        )
    )


def about_run(what: str, run_id: Any, work: Callable[[Workspace, int], Document]) -> str:
    """Do something with a run; ``what`` says it in a word."""
    return json.dumps(
        answer(
            f"{what} run {run_id}",
            {"run_id": str(run_id)},
            lambda: work(workspace_for_callers(), as_id("run_id", run_id)),
        )
    )


def jobs_named(name_contains: str, limit: int) -> str:
    """List jobs; a limit that is none is one."""

    def work() -> Document:
        return {"jobs": found_jobs(workspace_for_callers(), name_contains, max(limit, 1))}

    return json.dumps(answer("list jobs", {}, work))
