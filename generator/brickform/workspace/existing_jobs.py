"""Jobs as they are in a workspace: settings and access, read whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from brickform.workspace import jobs_api
from brickform.workspace.api_request import Json
from brickform.workspace.client import Workspace
from brickform.workspace.errors import Trouble, WorkspaceError
from brickform.workspace.paging import pages

_PAGED = ("tasks", "job_clusters", "environments", "parameters")
_PRINCIPALS = ("user_name", "group_name", "service_principal_name")


class Access(NamedTuple):
    """What a job itself grants to one principal."""

    kind: str
    """``user_name``, ``group_name`` or ``service_principal_name``."""
    principal: str
    level: str


class ExistingJob(NamedTuple):
    """A job with all pages of its lists; ``settings`` as the API returned them."""

    job_id: int
    settings: Json
    run_as: str
    """The user or service principal that its runs belong to."""
    access: tuple[Access, ...] | None
    """What is inherited is left out; None where the workspace does not show it."""


def read_job(workspace: Workspace, job_id: int) -> ExistingJob:
    """Read one job; raises WorkspaceError."""
    settings: Json = {}
    run_as = ""
    for page in pages(workspace, lambda token: jobs_api.get_job(job_id, page_token=token)):
        for name, value in (page.get("settings") or {}).items():
            settings[name] = [*settings.get(name, []), *value] if name in _PAGED else value
        run_as = str(page.get("run_as_user_name") or "")
    return ExistingJob(job_id, settings, run_as, _read_access(workspace, job_id))


def _read_access(workspace: Workspace, job_id: int) -> tuple[Access, ...] | None:
    try:
        answer = workspace.send(jobs_api.get_job_permissions(job_id))
    except WorkspaceError as error:
        if error.trouble is Trouble.FORBIDDEN:
            return None
        raise
    return tuple(sorted(_own_access(answer.get("access_control_list") or [])))


def _own_access(entries: list[Json]) -> Iterator[Access]:
    for entry in entries:
        for kind in _PRINCIPALS:
            for permission in entry.get("all_permissions") or [] if entry.get(kind) else []:
                if not permission.get("inherited"):
                    yield Access(kind, str(entry[kind]), str(permission["permission_level"]))
