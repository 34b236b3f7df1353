"""One request to the API of a workspace, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ApiRequest:
    """What is sent; ``repeatable`` when a second copy changes nothing that the first has not."""

    method: Literal["GET", "POST"]
    path: str
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None
    repeatable: bool = False

    @classmethod
    def get(cls, path: str, **query: Any) -> ApiRequest:
        """Return a request that only reads; values that are None are left out."""
        return cls("GET", path, {key: value for key, value in query.items() if value is not None}, None, True)

    @classmethod
    def post(cls, path: str, body: Mapping[str, Any], *, repeatable: bool) -> ApiRequest:
        return cls("POST", path, {}, body, repeatable)
