"""The WSGI application: authentication, routing, and errors as the APIs give them."""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map
from werkzeug.wrappers import Request, Response

from brickform.testing.local_workspace import (
    clusters,
    current_user,
    jobs,
    libraries,
    permissions,
    workspace_files,
)
from brickform.testing.local_workspace.commands import execution
from brickform.testing.local_workspace.connection import UnansweredError
from brickform.testing.local_workspace.controls import Controls
from brickform.testing.local_workspace.errors import (
    ApiError,
    endpoint_not_found,
    unauthenticated,
)
from brickform.testing.local_workspace.faults import Fault
from brickform.testing.local_workspace.recording import RecordedRequest, recorded
from brickform.testing.local_workspace.routing import Call, EscapedPath, Handler
from brickform.testing.local_workspace.runs import reading, repair, run_now, stopping, submit
from brickform.testing.local_workspace.state import Json, State
from brickform.testing.local_workspace.unity_catalog import securables, statements
from brickform.testing.local_workspace.users import Users

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_API_MODULES = (
    execution,
    clusters,
    current_user,
    jobs,
    libraries,
    permissions,
    reading,
    repair,
    run_now,
    securables,
    statements,
    stopping,
    submit,
    workspace_files,
)
_URLS = Map(
    [rule for module in _API_MODULES for rule in module.ROUTES],
    converters={"escaped_path": EscapedPath},
    merge_slashes=False,
)


class Application:
    """Answers one request at a time from the state; ``lock`` is held while it does."""

    def __init__(
        self, state: State, controls: Controls, on_change: Callable[[], None], keep_requests: int
    ) -> None:
        self.state = state
        self.lock = threading.RLock()
        self.requests: deque[RecordedRequest] = deque(maxlen=keep_requests)
        self.stopping = threading.Event()
        self.users = Users()
        self._controls = controls
        self._on_change = on_change

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request, or do what a fault says."""
        with Request(environ) as request, self.lock:
            fault = self._controls.faults.next_for(request.method, request.path)
            response = self._respond(request, fault)
        if fault and fault.delay_seconds:
            self.stopping.wait(fault.delay_seconds)
        if fault and fault.connection != "kept":
            raise UnansweredError(fault.connection)
        response.headers["X-Databricks-Org-Id"] = current_user.WORKSPACE_ID
        return response(environ, start_response)

    def _respond(self, request: Request, fault: Fault | None) -> Response:
        try:
            handler, call = self._route(request)
        except ApiError as error:
            return _error_response(error)
        response = self._carry_out(handler, call) if fault is None or fault.carried_out else Response()
        if fault and fault.error:
            response = _error_response(fault.error, fault.retry_after_seconds)
        self.requests.append(recorded(call, response, fault))
        return response

    def _route(self, request: Request) -> tuple[Handler, Call]:
        if not _token(request) and request.path != current_user.HOST_METADATA:
            raise unauthenticated()
        try:
            handler, arguments = _URLS.bind_to_environ(request.environ).match()
        except HTTPException:
            raise endpoint_not_found(request.method, request.path) from None
        return handler, Call(request, arguments, self._controls, self.users.name_of(_token(request)))

    def _carry_out(self, handler: Handler, call: Call) -> Response:
        try:
            answer = handler(self.state, call)
        except ApiError as error:
            return _error_response(error)
        except Exception as error:
            return _error_response(ApiError(500, "INTERNAL_ERROR", f"{type(error).__name__}: {error}"))
        self._on_change()
        if isinstance(answer, bytes):
            return Response(answer, mimetype="application/octet-stream")
        return _json_response(answer, 200)


def _token(request: Request) -> str | None:
    authorization = request.authorization
    return authorization.token if authorization and authorization.type == "bearer" else None


def _error_response(error: ApiError, retry_after_seconds: int | None = None) -> Response:
    response = _json_response(error.body, error.status)
    if retry_after_seconds is not None:
        response.headers["Retry-After"] = str(retry_after_seconds)
    return response


def _json_response(body: Json, status: int) -> Response:
    return Response(json.dumps(body), status=status, mimetype="application/json")
