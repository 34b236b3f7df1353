"""Who is calling, and which workspace this is."""

from __future__ import annotations

import re

from brickform.testing.local_workspace.errors import invalid_parameter
from brickform.testing.local_workspace.routing import Call, route
from brickform.testing.local_workspace.state import USER_NAME, Json, State
from brickform.testing.local_workspace.users import groups_of

WORKSPACE_ID = "7474644091234567"
HOST_METADATA = "/.well-known/databricks-config"
_BY_APPLICATION_ID = re.compile(r'applicationId eq "([^"]*)"')


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


def service_principals(state: State, call: Call) -> Json:
    """Find the one of a filter by its application id; any is known."""
    asked = _BY_APPLICATION_ID.fullmatch(call.text("filter"))
    if asked is None:
        raise invalid_parameter("The local workspace filters by applicationId only.")
    groups = [{"display": group, "type": "direct"} for group in groups_of(state, asked[1])]
    found = {"id": "1", "applicationId": asked[1], "displayName": asked[1], "active": True, "groups": groups}
    return {"totalResults": 1, "Resources": [found] if call.integer("startIndex", 1) == 1 else []}


ROUTES = (
    route("GET", HOST_METADATA, host_metadata),
    route("GET", "/api/2.0/preview/scim/v2/Me", me),
    route("GET", "/api/2.0/preview/scim/v2/ServicePrincipals", service_principals),
)
