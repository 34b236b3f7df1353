"""The Permissions API: access control of jobs, clusters, notebooks, files and folders.

https://docs.databricks.com/api/workspace/permissions
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from brickform.testing.local_workspace import shapes
from brickform.testing.local_workspace.errors import does_not_exist, invalid_parameter
from brickform.testing.local_workspace.routing import Call, route
from brickform.testing.local_workspace.state import (
    Grant,
    Job,
    Json,
    State,
    WorkspaceObject,
    grants_key,
)
from brickform.testing.local_workspace.users import owner

_PRINCIPALS = ("user_name", "group_name", "service_principal_name")
_OBJECT_LEVELS = ("CAN_READ", "CAN_RUN", "CAN_EDIT", "CAN_MANAGE")


class Collection(NamedTuple):
    """The objects of one kind: their type in answers, and their levels from low to high."""

    object_type: str
    levels: tuple[str, ...]


_COLLECTIONS = {
    "jobs": Collection("job", ("CAN_VIEW", "CAN_MANAGE_RUN", "CAN_MANAGE", "IS_OWNER")),
    "clusters": Collection("cluster", ("CAN_ATTACH_TO", "CAN_RESTART", "CAN_MANAGE")),
    "notebooks": Collection("notebook", _OBJECT_LEVELS),
    "directories": Collection("directory", _OBJECT_LEVELS),
    "files": Collection("file", _OBJECT_LEVELS),
}


def get(state: State, call: Call) -> Json:
    return _described(state, *_find(state, call))


def put(state: State, call: Call) -> Json:
    name, object_id = _find(state, call)
    grants = read_grants(name, call.items("access_control_list"))
    return _set(state, name, object_id, grants)


def patch(state: State, call: Call) -> Json:
    name, object_id = _find(state, call)
    changed = {_principal(grant): grant for grant in read_grants(name, call.items("access_control_list"))}
    present = {_principal(grant): grant for grant in state.grants.get(f"/{name}/{object_id}", [])}
    return _set(state, name, object_id, list({**present, **changed}.values()))


def permission_levels(state: State, call: Call) -> Json:
    name, _ = _find(state, call)
    levels = _COLLECTIONS[name].levels
    return {"permission_levels": [{"permission_level": level, "description": level} for level in levels]}


def read_grants(collection: str, access_control: list[Json]) -> list[Grant]:
    """Return one grant per principal, the highest; raises what the API answers to a wrong entry."""
    shapes.check(access_control, shapes.ACCESS_CONTROL, "access_control_list")
    levels = _COLLECTIONS[collection].levels
    highest: dict[tuple[str, str], Grant] = {}
    for entry in access_control:
        grant = _grant(collection, entry)
        other = highest.get(_principal(grant), grant)
        if other.level != grant.level and "IS_OWNER" in (other.level, grant.level):
            raise invalid_parameter(f"Permissions being set for '{grant.name}' are ambiguous.")
        highest[_principal(grant)] = max(other, grant, key=lambda one: levels.index(one.level))
    return list(highest.values())


def with_default_owner(grants: list[Grant], user: str) -> list[Grant]:
    """Add the calling user as owner of a new job where nobody is named; raises for more than one."""
    if not any(grant.level == "IS_OWNER" for grant in grants):
        others = [grant for grant in grants if grant.name != user]
        return [owner(user), *others]
    _check_owner(grants)
    return grants


def owner_of(state: State, job: Job) -> str:
    grants = state.grants[f"/jobs/{job.job_id}"]
    return next(grant.name for grant in grants if grant.level == "IS_OWNER")


def _find(state: State, call: Call) -> tuple[str, str]:
    name, object_id = call.arguments["collection"], call.arguments["object_id"]
    if name == "jobs" and f"/jobs/{object_id}" not in state.grants:  # those of one-time runs, too
        raise does_not_exist(f"Job {object_id} does not exist.")
    if name == "clusters" and object_id not in state.clusters:
        raise does_not_exist(f"Cluster {object_id} does not exist")
    if name in ("notebooks", "directories", "files"):
        found = state.object_by_id(object_id)
        if found is None or grants_key(found) != f"/{name}/{object_id}":
            raise does_not_exist(f"Node ID {object_id} does not exist.")
    return name, object_id


def _grant(collection: str, entry: Json) -> Grant:
    principals = [(kind, entry[kind]) for kind in _PRINCIPALS if entry.get(kind)]
    if len(principals) != 1:
        raise invalid_parameter(f"Exactly one of {', '.join(_PRINCIPALS)} must be given.")
    kind, name = principals[0]
    level = entry.get("permission_level")
    if level not in _COLLECTIONS[collection].levels:
        object_type = _COLLECTIONS[collection].object_type
        raise invalid_parameter(f"Permission level {level} is not supported for object type {object_type}.")
    if level == "IS_OWNER" and kind == "group_name":
        raise invalid_parameter(f"The group '{name}' cannot own a job.")
    return Grant(kind, str(name), level)


def _principal(grant: Grant) -> tuple[str, str]:
    return grant.kind, grant.name.casefold()


def _set(state: State, name: str, object_id: str, grants: list[Grant]) -> Json:
    if name == "jobs":
        _check_owner(grants)
    state.grants[f"/{name}/{object_id}"] = grants
    return _described(state, name, object_id)


def _check_owner(grants: list[Grant]) -> None:
    if len([grant for grant in grants if grant.level == "IS_OWNER"]) != 1:
        raise invalid_parameter("The job must have exactly one owner.")


def _described(state: State, name: str, object_id: str) -> Json:
    entries: dict[tuple[str, str], Json] = {}
    for grant, source in _effective(state, name, object_id):
        entry = entries.setdefault(_principal(grant), {grant.kind: grant.name, "all_permissions": []})
        entry["all_permissions"].append(_permission(grant, source))
    return {
        "object_id": f"/{name}/{object_id}",
        "object_type": _COLLECTIONS[name].object_type,
        "access_control_list": list(entries.values()),
    }


def _permission(grant: Grant, source: str | None) -> dict[str, Any]:
    inherited = {"inherited_from_object": [source]} if source else {}
    return {"permission_level": grant.level, "inherited": source is not None, **inherited}


def _effective(state: State, name: str, object_id: str) -> Iterator[tuple[Grant, str | None]]:
    """Yield grants with where they come from: None, or the object that they are inherited from."""
    for grant in state.grants.get(f"/{name}/{object_id}", []):
        yield grant, None
    found = state.object_by_id(object_id)
    for folder in _folders_above(state, found) if found else ():
        for grant in state.grants.get(grants_key(folder), []):
            yield grant, grants_key(folder)
    root = f"/{name}/" if found is None else "/directories/"
    yield Grant("group_name", "admins", "CAN_MANAGE"), root


def _folders_above(state: State, found: WorkspaceObject) -> Iterator[WorkspaceObject]:
    path = found.path
    while path != "/":
        path = re.sub(r"/[^/]*$", "", path) or "/"
        yield state.objects[path]


_COLLECTION = f"/api/2.0/permissions/<any({', '.join(_COLLECTIONS)}):collection>/<object_id>"

ROUTES = (
    route("GET", _COLLECTION, get),
    route("PUT", _COLLECTION, put),
    route("PATCH", _COLLECTION, patch),
    route("GET", f"{_COLLECTION}/permissionLevels", permission_levels),
)
