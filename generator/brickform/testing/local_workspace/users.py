"""Who calls: the admin of the workspace, or a user or service principal that a test has added."""

from __future__ import annotations

import hashlib
import re

from brickform.testing.local_workspace.errors import ApiError
from brickform.testing.local_workspace.routing import Call
from brickform.testing.local_workspace.state import USER_NAME, Grant, State

_APPLICATION_ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_LEVELS = ("CAN_VIEW", "CAN_MANAGE_RUN", "CAN_MANAGE", "IS_OWNER")
_NAMES = {
    "CAN_VIEW": "View or Admin or Manage Run or Owner",
    "CAN_MANAGE_RUN": "Admin or Manage Run or Owner",
    "CAN_MANAGE": "Admin or Owner",
}


class Users:
    """The names that go with tokens; a token is kept as a digest, one that is not known is the admin's."""

    def __init__(self) -> None:
        self._names: dict[bytes, str] = {}

    def add(self, name: str, token: str) -> None:
        self._names[_digest(token)] = name

    def name_of(self, token: str | None) -> str:
        return self._names.get(_digest(token or ""), USER_NAME)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def owner(name: str) -> Grant:
    """Return the grant of an owner: a service principal is known by the form of its application id."""
    kind = "service_principal_name" if _APPLICATION_ID.fullmatch(name) else "user_name"
    return Grant(kind, name, "IS_OWNER")


def may(state: State, call: Call, job_id: int, level: str) -> bool:
    """Say whether the caller has a level on a job; the group users is everybody."""
    if call.user == USER_NAME:
        return True
    enough = _LEVELS[_LEVELS.index(level) :]
    grants = state.grants.get(f"/jobs/{job_id}", [])
    names = (call.user, "users", *groups_of(state, call.user))
    return any(grant.name in names and grant.level in enough for grant in grants)


def groups_of(state: State, name: str) -> list[str]:
    return [group for group, members in state.groups.items() if name in members]


def require(state: State, call: Call, job_id: int, level: str) -> None:
    """Raise what the API answers to somebody without that level, whether the job exists or not."""
    if not may(state, call, job_id, level):
        raise ApiError(
            403,
            "PERMISSION_DENIED",
            f"User {call.user} does not have {_NAMES[level]} permissions on job {job_id}",
        )
