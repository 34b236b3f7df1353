"""The HTTP connections of the local workspace, and how one ends without an answer."""

from __future__ import annotations

import os
import socket
import struct
from typing import TYPE_CHECKING, Any, Literal

from werkzeug.serving import WSGIRequestHandler

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_NO_LINGER = struct.pack("ii", 1, 0)  # closing sends RST instead of FIN


class UnansweredError(ConnectionError):
    """Raised by the application to close the connection, or to reset it, instead of answering."""

    def __init__(self, how: Literal["closed", "reset"]) -> None:
        super().__init__(f"the connection is {how}")
        self.how = how


class Handler(WSGIRequestHandler):
    """Serves one connection."""

    disable_nagle_algorithm = True  # headers and body are two writes: they would wait for an acknowledgement

    def log(self, type: str, message: str, *args: Any) -> None:
        """Stay quiet."""

    def connection_dropped(self, error: BaseException, environ: WSGIEnvironment | None = None) -> None:  # noqa: ARG002
        """Serve nothing more on it."""
        self.close_connection = True
        if isinstance(error, UnansweredError) and error.how == "reset":
            connection: socket.socket = self.connection
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
            os.close(connection.detach())
