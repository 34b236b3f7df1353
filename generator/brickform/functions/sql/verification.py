"""Looks whether an installation is as it should be, and whether it may do more than it has to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from brickform.functions.listed_jobs import ListedJob
from brickform.functions.sql.function import SqlFunction
from brickform.functions.sql.installation import Installation
from brickform.functions.sql.registration import find_function, full_name, has_signature_of
from brickform.workspace import jobs_api, unity_catalog_api
from brickform.workspace.client import Workspace
from brickform.workspace.errors import Trouble, WorkspaceError
from brickform.workspace.unity_catalog_api import Securable

_LEVELS = ("CAN_VIEW", "CAN_MANAGE_RUN", "CAN_MANAGE", "IS_OWNER")
_ENOUGH = _LEVELS.index("CAN_MANAGE_RUN")
_EVERYBODY = "users"
_CALLING = {"function": ("EXECUTE", "ALL_PRIVILEGES"), "connection": ("USE_CONNECTION", "ALL_PRIVILEGES")}


class Finding(NamedTuple):
    """What was found about one thing."""

    is_right: bool
    about: str
    text: str


def verify(workspace: Workspace, installation: Installation) -> Iterator[Finding]:
    """Tell of every function, of the connection, and of every job; raises WorkspaceError."""
    for function in installation.functions:
        yield _function(workspace, installation, function)
    yield from _connection_and_jobs(workspace, installation)


def _connection_and_jobs(workspace: Workspace, installation: Installation) -> Iterator[Finding]:
    name = installation.place.connection
    connection = _find_connection(workspace, name)
    if connection is None:
        text = "is missing, or you may not see it: give register --client-id"
        yield Finding(False, f"connection {name}", text)
        return
    yield _callers(workspace, "connection", name, installation.grants)
    principal = str((connection.get("options") or {}).get("client_id") or "")
    if not principal:
        text = "does not tell its service principal: make one with OAuth M2M"
        yield Finding(False, f"connection {name}", text)
        return
    names = {principal, _EVERYBODY, *_groups(workspace, principal)}
    for job in installation.allowed.jobs:
        yield _rights(workspace, job, principal, names)


def _function(workspace: Workspace, installation: Installation, function: SqlFunction) -> Finding:
    name = full_name(installation, function)
    present = find_function(workspace, name)
    if present is None:
        return Finding(False, name, "is missing, or you may not see it: run register")
    if not has_signature_of(present, function):
        return Finding(False, name, "has other parameters than the job: run register")
    return _callers(workspace, "function", name, installation.grants)


def _callers(workspace: Workspace, kind: Securable, name: str, grants: tuple[str, ...]) -> Finding:
    answer = workspace.send(unity_catalog_api.get_effective_grants(kind, name))
    callers = sorted(
        str(assignment["principal"])
        for assignment in answer.get("privilege_assignments") or []
        if any(one.get("privilege") in _CALLING[kind] for one in assignment.get("privileges") or [])
    )
    about = name if kind == "function" else f"connection {name}"
    left_out = [principal for principal in grants if principal not in callers]
    if left_out:
        return Finding(False, about, f"may not be used by {', '.join(left_out)}: run register with --grant")
    return Finding(True, about, f"may be used by {', '.join(callers) or 'its owner only'}")


def _find_connection(workspace: Workspace, name: str) -> dict[str, Any] | None:
    try:
        return workspace.send(unity_catalog_api.get_connection(name))
    except WorkspaceError as error:
        if error.trouble in (Trouble.NOT_FOUND, Trouble.FORBIDDEN):
            return None
        raise


def _groups(workspace: Workspace, principal: str) -> list[str]:
    answer = workspace.send(unity_catalog_api.find_service_principal(principal))
    found = answer.get("Resources") or []
    return [str(group.get("display")) for one in found for group in one.get("groups") or []]


def _rights(workspace: Workspace, job: ListedJob, principal: str, names: set[str]) -> Finding:
    """Tell the highest level that the service principal has on a job, by itself or in a group."""
    about = f"job {job.job_id} ({job.name})"
    answer = workspace.send(jobs_api.get_job_permissions(job.job_id))
    levels = [level for entry in answer.get("access_control_list") or [] for level in _levels(entry, names)]
    highest = max(levels, key=_LEVELS.index, default=None)
    if highest is None or _LEVELS.index(highest) < _ENOUGH:
        return Finding(
            False, about, f"the service principal {principal} may not start it: grant CAN_MANAGE_RUN"
        )
    if _LEVELS.index(highest) > _ENOUGH:
        return Finding(
            False, about, f"the service principal {principal} has {highest}: CAN_MANAGE_RUN is enough"
        )
    return Finding(True, about, f"the service principal {principal} has CAN_MANAGE_RUN")


def _levels(entry: Mapping[str, Any], names: set[str]) -> Iterator[str]:
    named = {entry.get(kind) for kind in ("user_name", "group_name", "service_principal_name")}
    if named & names:
        for permission in entry.get("all_permissions") or []:
            if permission.get("permission_level") in _LEVELS:
                yield str(permission["permission_level"])
