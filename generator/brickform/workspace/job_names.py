"""The jobs of a workspace, and the id of one by its exact name."""

from __future__ import annotations

from collections.abc import Iterator

from brickform.workspace import jobs_api
from brickform.workspace.api_request import Json
from brickform.workspace.client import Workspace
from brickform.workspace.errors import Trouble, WorkspaceError
from brickform.workspace.paging import pages


def each_job(workspace: Workspace, name: str | None = None) -> Iterator[Json]:
    """Yield the jobs that may be seen, or those of a name, whatever its case."""
    for page in pages(workspace, lambda token: jobs_api.list_jobs(name, page_token=token)):
        yield from page.get("jobs") or []


def list_job_names(workspace: Workspace, name: str | None = None) -> dict[int, str]:
    """Return the names of these jobs by id."""
    return {
        int(job["job_id"]): str((job.get("settings") or {}).get("name")) for job in each_job(workspace, name)
    }


def find_job_id(workspace: Workspace, name: str, advice: str = "") -> int:
    """Return the id of the one job of this name; raises WorkspaceError where there is none, or several.

    The API's own search ignores case: what it finds is compared again. ``advice`` is for a name that no
    job has.
    """
    found = list_job_names(workspace, name)
    exact = [job_id for job_id, found_name in found.items() if found_name == name]
    if len(exact) == 1:
        return exact[0]
    if exact:
        ids = ", ".join(str(job_id) for job_id in sorted(exact))
        summary = f"{len(exact)} jobs are named '{name}'"
        raise WorkspaceError(Trouble.AMBIGUOUS, summary, help=f"give the id instead: {ids}")
    similar = ", ".join(f"'{other}' (id {job_id})" for job_id, other in sorted(found.items()))
    if similar:
        advice = f"a name counts with its case; there is {similar}"
    summary = f"there is no job named '{name}', or you may not see it"
    raise WorkspaceError(Trouble.NOT_FOUND, summary, help=advice or _HOW_TO_FIND)


_HOW_TO_FIND = "give the id of the job, or the file of its ids with --ids"


def job_id_of(workspace: Workspace, job: int | str, advice: str = "") -> int:
    """Return an id as it is, and look a name up."""
    return job if isinstance(job, int) else find_job_id(workspace, job, advice)


def as_job(job: int | str) -> int | str:
    """Return an id as a number, and a name as it is."""
    return int(job) if isinstance(job, str) and job.isascii() and job.isdigit() else job
