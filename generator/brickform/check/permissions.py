"""Who may be granted what: one owner, and names in the form that the workspace knows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from brickform import codes
from brickform.compile.graph import ResourceGraph
from brickform.compile.model import AccessControl, Permissions
from brickform.diagnostics import Diagnostic
from brickform.location import SourceMap

_OWNER = "IS_OWNER"
_APPLICATION_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def several_owners(graph: ResourceGraph) -> Iterator[Diagnostic]:
    # The API: "The job must have exactly one owner".
    for permissions in graph.permissions:
        for entry in _owners(permissions)[1:]:
            first = _owners(permissions)[0]
            yield Diagnostic.at(
                codes.SEVERAL_OWNERS,
                entry.source,
                f"'{entry.principal}' and '{first.principal}' both own the job; it has one owner",
                help="keep one IS_OWNER, and give the other CAN_MANAGE",
            )


def owned_by_group(graph: ResourceGraph) -> Iterator[Diagnostic]:
    # https://docs.databricks.com/en/security/auth/access-control/index.html#jobs
    for permissions in graph.permissions:
        for entry in _owners(permissions):
            if entry.kind == "group_name":
                yield Diagnostic.at(
                    codes.GROUP_OWNS,
                    entry.source,
                    f"the group '{entry.principal}' cannot own a job",
                    help="make a user or a service principal the owner, and give the group CAN_MANAGE",
                )


def unlikely_principals(graph: ResourceGraph) -> Iterator[Diagnostic]:
    for permissions in graph.permissions:
        for entry in permissions.entries:
            yield from _unlikely(entry.kind, entry.principal, entry.source)
    for job in graph.jobs:
        run_as = job.settings.get("run_as")
        for kind, principal in run_as.items() if run_as is not None else ():
            yield from _unlikely(kind, str(principal.value), principal.source)


def _owners(permissions: Permissions) -> list[AccessControl]:
    return [entry for entry in permissions.entries if entry.level == _OWNER]


def _unlikely(kind: str, principal: str, place: SourceMap) -> Iterator[Diagnostic]:
    is_application_id = _APPLICATION_ID.fullmatch(principal) is not None
    if kind == "service_principal_name" and not is_application_id:
        summary = f"'{principal}' is not the application id of a service principal"
        advice = (
            "write its application id, such as 2b9b1d5c-5a0e-4d8e-9d39-0f6d6c7f1f2a, not its display name"
        )
    elif kind == "user_name" and is_application_id:
        summary = f"'{principal}' is the application id of a service principal, not a user"
        advice = "write 'service_principal_name' instead of 'user_name'"
    elif kind == "user_name" and "@" not in principal:
        summary = f"'{principal}' is not the e-mail address of a user"
        advice = "write the address that the user logs in with; for a group write 'group_name'"
    else:
        return
    yield Diagnostic.at(codes.UNLIKELY_PRINCIPAL, place, summary, help=advice)
