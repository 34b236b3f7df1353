"""One attempt at one request, over HTTP; every way in which it can fail is a WorkspaceError."""

from __future__ import annotations

import email.utils
import re
import time
from typing import TYPE_CHECKING, Any

from brickform.workspace.api_request import ApiRequest, Json
from brickform.workspace.credentials import Credentials
from brickform.workspace.errors import Trouble, WorkspaceError

if TYPE_CHECKING:
    import requests

_CONNECTIONS = 32
_USER_IN_URL = re.compile(r"//[^/]*@")
_LONGEST_MESSAGE = 2000
_BY_STATUS = {
    401: Trouble.UNAUTHENTICATED,
    403: Trouble.FORBIDDEN,
    404: Trouble.NOT_FOUND,
    408: Trouble.UNAVAILABLE,
    429: Trouble.THROTTLED,
    501: Trouble.REFUSED,
}
_BY_ERROR_CODE = {
    "COULD_NOT_ACQUIRE_LOCK": Trouble.UNAVAILABLE,
    "REQUEST_LIMIT_EXCEEDED": Trouble.THROTTLED,
    "RESOURCE_EXHAUSTED": Trouble.THROTTLED,
    "TEMPORARILY_UNAVAILABLE": Trouble.UNAVAILABLE,
}
_HELP = {
    Trouble.UNAUTHENTICATED: "the token is wrong or has expired: make one, or run `databricks auth login`",
    Trouble.FORBIDDEN: "CAN_VIEW on the job lets you read its runs, CAN_MANAGE_RUN start and stop them",
}


class Transport:
    """A pool of connections to one workspace; may be used by several threads.

    ``requests`` is driven directly: databricks-sdk's own client sends a POST again when its reply is lost.
    """

    def __init__(self, credentials: Credentials, http_timeout: float) -> None:
        import requests

        self._credentials = credentials
        self._timeout = http_timeout
        self._session = requests.Session()
        self._session.auth = self._keep_authorization
        pool = requests.adapters.HTTPAdapter(_CONNECTIONS, _CONNECTIONS, pool_block=True)
        self._session.mount("https://", pool)
        self._session.mount("http://", pool)

    @property
    def host(self) -> str:
        return self._credentials.host

    @property
    def _shown_host(self) -> str:
        """The host without a user and a password that somebody may have written into it."""
        return _USER_IN_URL.sub("//", self.host)

    def send(self, request: ApiRequest) -> Json:
        """Send once and return the JSON object that comes back; raises WorkspaceError."""
        import requests

        headers = {**self._credentials.headers(), "User-Agent": self._credentials.user_agent}
        try:
            response = self._session.request(
                request.method,
                f"{self.host}{request.path}",
                params={key: _query_value(value) for key, value in request.query.items()},
                json=request.body,
                headers=headers,
                timeout=self._timeout,
                allow_redirects=False,
            )
        except (requests.RequestException, OSError) as error:
            raise self._not_answered(error) from None
        return self._read(response, request.answer_holds)

    @staticmethod
    def _keep_authorization(request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Leave the request as signed: requests would put a password from ~/.netrc in its place."""
        return request

    def _read(self, response: requests.Response, answer_holds: str) -> Json:
        body = _json(response)
        if response.status_code >= 400:
            raise self._error(response, body if isinstance(body, dict) else {})
        if response.status_code < 300:
            if isinstance(body, dict) and (not answer_holds or answer_holds in body):
                return body
            if "json" in response.headers.get("Content-Type", "json"):
                raise WorkspaceError(Trouble.REPLY_LOST, f"the answer of {self._shown_host} was cut off")
        summary = (
            f"{self._shown_host} does not answer like a Databricks workspace (HTTP {response.status_code})"
        )
        raise WorkspaceError(Trouble.CONFIGURATION, summary, help="check the host, and the proxy in between")

    def _error(self, response: requests.Response, body: Json) -> WorkspaceError:
        code = str(body.get("error_code") or "")
        message = body.get("message") or body.get("error") or f"HTTP {response.status_code} {response.reason}"
        message = self._credentials.redact(" ".join(str(message).split())[:_LONGEST_MESSAGE])
        trouble = _trouble(response.status_code, code, message)
        return WorkspaceError(
            trouble,
            message,
            help=_HELP.get(trouble, ""),
            error_code=code,
            retry_after=_retry_after(response.headers.get("Retry-After")),
        )

    def _not_answered(self, error: Exception) -> WorkspaceError:
        from requests import exceptions

        reason = self._credentials.redact(_innermost(error))
        if isinstance(error, exceptions.SSLError) and "CERTIFICATE" in reason.upper():
            summary = f"{self._shown_host} has a certificate that is not trusted: {reason}"
            return WorkspaceError(
                Trouble.CONFIGURATION, summary, help="set REQUESTS_CA_BUNDLE to your CA's file"
            )
        if isinstance(error, (exceptions.InvalidURL, exceptions.InvalidSchema, exceptions.MissingSchema)):
            return WorkspaceError(
                Trouble.CONFIGURATION, f"'{self._shown_host}' is not the host of a workspace"
            )
        if isinstance(error, exceptions.ConnectTimeout) or _never_connected(error):
            return WorkspaceError(Trouble.UNREACHABLE, f"{self._shown_host} cannot be reached: {reason}")
        return WorkspaceError(Trouble.REPLY_LOST, f"no answer came from {self._shown_host}: {reason}")


def _query_value(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def _json(response: requests.Response) -> Any:
    if not response.content:
        return {}
    try:
        return response.json()
    except ValueError:
        return None


def _trouble(status: int, code: str, message: str) -> Trouble:
    if status == 400 and "does not exist" in message:
        return Trouble.NOT_FOUND
    if status == 403 and "Invalid access token" in message:
        return Trouble.UNAUTHENTICATED
    otherwise = Trouble.UNAVAILABLE if status >= 500 else Trouble.REFUSED
    return _BY_ERROR_CODE.get(code) or _BY_STATUS.get(status, otherwise)


def _retry_after(header: str | None) -> float | None:
    """Read seconds or a date (https://www.rfc-editor.org/rfc/rfc9110#field.retry-after)."""
    if header is None:
        return None
    if header.strip().isdigit():
        return float(header)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(header).timestamp() - time.time())
    except ValueError:
        return None


def _never_connected(error: BaseException) -> bool:
    from urllib3.exceptions import NewConnectionError, ProxyError

    return any(isinstance(cause, NewConnectionError | ProxyError) for cause in _causes(error))


def _innermost(error: BaseException) -> str:
    """Return the last cause in one line, without the objects that urllib3 writes into its messages."""
    *_, last = _causes(error)
    return " ".join(str(getattr(last, "strerror", None) or last).split()) or type(last).__name__


def _causes(error: BaseException) -> list[BaseException]:
    """Follow an error of requests inwards, through ``reason``, ``__cause__`` and its arguments."""
    causes = [error]
    while True:
        last = causes[-1]
        inner = [getattr(last, "reason", None), last.__cause__, *reversed(last.args)]
        deeper = next((one for one in inner if isinstance(one, BaseException) and one not in causes), None)
        if deeper is None:
            return causes
        causes.append(deeper)
