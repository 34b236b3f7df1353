"""The WSGI application: authentication, routing, and errors as the APIs give them."""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

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
from brickform.testing.local_workspace.controls import Controls
from brickform.testing.local_workspace.errors import (
    ApiError,
    endpoint_not_found,
    unauthenticated,
)
from brickform.testing.local_workspace.routing import Call, EscapedPath, Handler
from brickform.testing.local_workspace.runs import reading, run_now, stopping, submit
from brickform.testing.local_workspace.state import Json, State

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_API_MODULES = (
    clusters,
    current_user,
    jobs,
    libraries,
    permissions,
    reading,
    run_now,
    stopping,
    submit,
    workspace_files,
)
_URLS = Map(
    [rule for module in _API_MODULES for rule in module.ROUTES],
    converters={"escaped_path": EscapedPath},
    merge_slashes=False,
)


@dataclass(frozen=True)
class RecordedRequest:
    """A request that the workspace got; a body is a JSON object, raw bytes or None."""

    method: str
    path: str
    query: dict[str, str]
    body: Any


class Application:
    """Answers one request at a time from the state; ``lock`` is held while it does."""

    def __init__(
        self, state: State, controls: Controls, on_change: Callable[[], None], keep_requests: int
    ) -> None:
        self.state = state
        self._controls = controls
        self.lock = threading.RLock()
        self.requests: deque[RecordedRequest] = deque(maxlen=keep_requests)
        self._on_change = on_change

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        with Request(environ) as request, self.lock:
            response = self._respond(request)
        response.headers["X-Databricks-Org-Id"] = current_user.WORKSPACE_ID
        return response(environ, start_response)

    def _respond(self, request: Request) -> Response:
        try:
            handler, call = self._route(request)
            self._record(call)
            answer = handler(self.state, call)
        except ApiError as error:
            return _json_response({"error_code": error.error_code, "message": error.message}, error.status)
        except Exception as error:
            message = f"{type(error).__name__}: {error}"
            return _json_response({"error_code": "INTERNAL_ERROR", "message": message}, 500)
        if request.method != "GET":
            self._on_change()
        if isinstance(answer, bytes):
            return Response(answer, mimetype="application/octet-stream")
        return _json_response(answer, 200)

    def _route(self, request: Request) -> tuple[Handler, Call]:
        if request.path != current_user.HOST_METADATA:
            _check_token(request)
        try:
            handler, arguments = _URLS.bind_to_environ(request.environ).match()
        except HTTPException:
            raise endpoint_not_found(request.method, request.path) from None
        return handler, Call(request, arguments, self._controls)

    def _record(self, call: Call) -> None:
        request = call.request
        query = request.args.to_dict()
        self.requests.append(RecordedRequest(request.method, request.path, query, _recorded_body(call)))


def _check_token(request: Request) -> None:
    authorization = request.authorization
    if authorization is None or authorization.type != "bearer" or not authorization.token:
        raise unauthenticated()


def _recorded_body(call: Call) -> Any:
    try:
        return call.body or None
    except ApiError:
        return call.request.get_data()


def _json_response(body: Json, status: int) -> Response:
    return Response(json.dumps(body), status=status, mimetype="application/json")
