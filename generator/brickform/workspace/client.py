"""A workspace to send requests to: connects when it is first used, and sends again what was lost."""

from __future__ import annotations

import threading

from brickform.workspace.api_request import ApiRequest, Json
from brickform.workspace.credentials import find_credentials
from brickform.workspace.errors import Trouble, WorkspaceError
from brickform.workspace.interruptible import leave_on_interrupt
from brickform.workspace.retries import OnRetry, Retries
from brickform.workspace.transport import Transport


class Workspace:
    """One Databricks workspace, found by databricks-sdk's own chain of credentials.

    ``profile`` names one of ``~/.databrickscfg``. ``project_host`` is the host that a project's target names:
    another one is refused before anything is sent. May be shared by threads; nothing is imported and no
    connection is made before the first request.
    """

    def __init__(
        self,
        profile: str | None = None,
        *,
        project_host: str | None = None,
        retries: Retries | None = None,
        http_timeout_seconds: float = 60.0,
        on_retry: OnRetry | None = None,
    ) -> None:
        self.retries = retries or Retries()
        self._profile = profile
        self._project_host = project_host
        self._http_timeout = http_timeout_seconds
        self._on_retry = on_retry or _ignore
        self._connecting = threading.Lock()
        self._connection: Transport | None = None

    @property
    def host(self) -> str:
        """The host that requests go to; raises WorkspaceError where there is none."""
        return self._transport().host

    def send(self, request: ApiRequest, *, give_up_after: float | None = None) -> Json:
        """Return the answer; raises WorkspaceError, if not refused then after ``give_up_after`` seconds."""
        return self.retries.send(self._attempt, request, self._on_retry, give_up_after)

    def _attempt(self, request: ApiRequest) -> Json:
        return leave_on_interrupt(lambda: self._send_once(request))

    def _send_once(self, request: ApiRequest) -> Json:
        """Send once; a token that has expired is looked up again where it came from."""
        try:
            return self._transport().send(request)
        except WorkspaceError as error:
            if error.trouble is not Trouble.UNAUTHENTICATED:
                raise
        self._connection = None
        return self._transport().send(request)

    def _transport(self) -> Transport:
        with self._connecting:
            if self._connection is None:
                self._connection = _connect(self._profile, self._project_host, self._http_timeout)
            return self._connection


def _connect(profile: str | None, project_host: str | None, http_timeout: float) -> Transport:
    return Transport(find_credentials(profile, project_host, http_timeout), http_timeout)


def _ignore(error: WorkspaceError, pause: float) -> None:
    """Say nothing about an attempt that failed."""
