"""What the workspace remembers of a request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Response

from brickform.testing.local_workspace.errors import ApiError
from brickform.testing.local_workspace.faults import Fault
from brickform.testing.local_workspace.routing import Call


@dataclass(frozen=True)
class RecordedRequest:
    """A request that the workspace got; a body is a JSON object, raw bytes or None.

    ``status`` is that of the answer (None where the connection was closed instead), ``fault`` the name of
    what happened to it. Headers, and so tokens, are not recorded.
    """

    method: str
    path: str
    query: dict[str, str]
    body: Any
    status: int | None = 200
    fault: str | None = None


def recorded(call: Call, response: Response, fault: Fault | None) -> RecordedRequest:
    request = call.request
    answered = fault is None or fault.connection == "kept"
    return RecordedRequest(
        method=request.method,
        path=request.path,
        query=request.args.to_dict(),
        body=_body(call),
        status=response.status_code if answered else None,
        fault=fault.name if fault else None,
    )


def _body(call: Call) -> Any:
    try:
        return call.body or None
    except ApiError:
        return call.request.get_data()
