"""Who is calling, and which workspace this is."""

from __future__ import annotations

from brickform.testing.local_workspace.routing import Call, route
from brickform.testing.local_workspace.state import USER_NAME, Json, State

WORKSPACE_ID = "7474644091234567"
HOST_METADATA = "/.well-known/databricks-config"


def host_metadata(state: State, call: Call) -> Json:  # noqa: ARG001
    oidc = f"{call.request.host_url}oidc"
    return {"workspace_id": WORKSPACE_ID, "cloud": "AWS", "oidc_endpoint": oidc}


def me(state: State, call: Call) -> Json:  # noqa: ARG001
    return {
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "id": "1000000000000001",
        "userName": call.user,
        "displayName": "Someone",
        "active": True,
        "emails": [{"type": "work", "value": call.user, "primary": True}],
        "groups": [{"display": "admins", "type": "direct", "value": "1"}] if call.user == USER_NAME else [],
    }


ROUTES = (
    route("GET", HOST_METADATA, host_metadata),
    route("GET", "/api/2.0/preview/scim/v2/Me", me),
)
