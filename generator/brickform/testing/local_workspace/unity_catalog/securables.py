"""The Unity Catalog API: functions, connections, and what is granted on them.

https://docs.databricks.com/api/workspace/functions
"""

from __future__ import annotations

from collections.abc import Callable

from brickform.testing.local_workspace.errors import ApiError
from brickform.testing.local_workspace.routing import Call, route
from brickform.testing.local_workspace.state import Json, State


def get_function(state: State, call: Call) -> Json:
    return _found(state.functions, "Function", call.arguments["name"])


def get_connection(state: State, call: Call) -> Json:
    return _found(state.connections, "Connection", call.arguments["name"])


def get_grants(state: State, call: Call) -> Json:
    return {"privilege_assignments": _assignments(state, call, lambda privilege: privilege)}


def get_effective_grants(state: State, call: Call) -> Json:
    return {"privilege_assignments": _assignments(state, call, lambda privilege: {"privilege": privilege})}


def _found(securables: dict[str, Json], kind: str, name: str) -> Json:
    if name not in securables:
        raise ApiError(404, f"{kind.upper()}_DOES_NOT_EXIST", f"{kind} '{name}' does not exist.")
    return securables[name]


def _assignments(state: State, call: Call, described: Callable[[str], Json | str]) -> list[Json]:
    kind, name = call.arguments["kind"], call.arguments["name"]
    _found(state.functions if kind == "function" else state.connections, kind.capitalize(), name)
    by_principal: dict[str, list[Json | str]] = {}
    for grant in state.grants.get(f"{kind}/{name}", []):
        by_principal.setdefault(grant.name, []).append(described(grant.level))
    return [{"principal": name, "privileges": privileges} for name, privileges in by_principal.items()]


_API = "/api/2.1/unity-catalog"
_KIND = "<any('function', 'connection'):kind>"

ROUTES = (
    route("GET", f"{_API}/functions/<name>", get_function),
    route("GET", f"{_API}/connections/<name>", get_connection),
    route("GET", f"{_API}/permissions/{_KIND}/<name>", get_grants),
    route("GET", f"{_API}/effective-permissions/{_KIND}/<name>", get_effective_grants),
)
