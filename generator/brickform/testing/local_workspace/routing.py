"""What an API module is made of: handlers, their routes, and the request as a handler sees it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from werkzeug.routing import PathConverter, Rule
from werkzeug.wrappers import Request

from brickform.testing.local_workspace.controls import Controls
from brickform.testing.local_workspace.errors import invalid_parameter, malformed_request
from brickform.testing.local_workspace.state import Json, State

_MULTIPART = "multipart/form-data"


class Call:
    """One request: variables of its path, fields of its query or body, who calls, and when (milliseconds)."""

    def __init__(self, request: Request, arguments: Mapping[str, str], controls: Controls, user: str) -> None:
        self.request = request
        self.arguments = arguments
        self.controls = controls
        self.now = controls.now()
        self.user = user

    @cached_property
    def body(self) -> Json:
        """The JSON object that was sent, or the fields of a form; empty without a body."""
        if self.request.mimetype == _MULTIPART:
            return self.request.form.to_dict()
        data = self.request.get_data()
        if not data:
            return {}
        try:
            body = json.loads(data)
        except ValueError:
            body = None
        if not isinstance(body, dict):
            raise malformed_request(
                "Invalid JSON given in the body of the request - failed to parse given JSON"
            )
        return body

    def value(self, name: str, default: Any = None) -> Any:
        found = self.request.args.get(name)
        if found is None and self.request.method != "GET":
            found = self.body.get(name)
        return default if found is None else found

    def text(self, name: str) -> str:
        found = self.value(name)
        if found is None or found == "":
            raise invalid_parameter(f"Missing required field: {name}")
        if not isinstance(found, str):
            raise invalid_parameter(f"{name} must be a string.")
        return found

    def integer(self, name: str, default: int | None = None) -> int:
        found = self.value(name, default)
        if found is None:
            raise invalid_parameter(f"Missing required field: {name}")
        try:
            return int(found)
        except (OverflowError, TypeError, ValueError):
            raise invalid_parameter(f"{name} must be a number, got '{found}'.") from None

    def mapping(self, name: str) -> Json:
        found = self.value(name)
        if not isinstance(found, dict):
            raise invalid_parameter(f"Missing required field: {name}")
        return found

    def items(self, name: str) -> list[Json]:
        found = self.value(name, [])
        if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
            raise invalid_parameter(f"{name} must be a list of objects.")
        return found

    def flag(self, name: str) -> bool:
        return str(self.value(name, "false")).lower() == "true"


class EscapedPath(PathConverter):
    """A path that was sent as one escaped segment, so that it may begin with a slash."""

    regex = ".+"
    part_isolating = False


Handler = Callable[[State, Call], Json | bytes]


def route(method: str, path: str, handler: Handler) -> Rule:
    return Rule(path, methods=[method], endpoint=handler)
