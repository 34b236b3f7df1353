"""Runs of the past and the present."""

from __future__ import annotations

from itertools import islice

from brickform.workspace import jobs_api
from brickform.workspace.api_request import ApiRequest
from brickform.workspace.client import Workspace
from brickform.workspace.paging import pages
from brickform.workspace.runs import Run, read_run


def list_runs(workspace: Workspace, *, job_id: int | None, active: bool, limit: int) -> list[Run]:
    """Return so many runs, newest first and without their tasks; raises WorkspaceError."""

    def request(token: str | None) -> ApiRequest:
        return jobs_api.list_runs(job_id=job_id, active=active, limit=limit, page_token=token)

    found = (entry for page in pages(workspace, request) for entry in page.get("runs") or [])
    return [read_run(entry) for entry in islice(found, limit)]
