"""One request to the API of a workspace, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ApiRequest:
    """What is sent; ``repeatable`` when a second copy changes nothing that the first has not.

    An answer without the field ``answer_holds`` is none.
    """

    method: Literal["GET", "POST", "PUT"]
    path: str
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None
    repeatable: bool = False
    answer_holds: str = ""

    @classmethod
    def get(cls, path: str, answer_holds: str = "", /, **query: Any) -> ApiRequest:
        """Return a request that only reads; values that are None are left out."""
        given = {key: value for key, value in query.items() if value is not None}
        return cls("GET", path, given, None, True, answer_holds)

    @classmethod
    def post(
        cls, path: str, body: Mapping[str, Any], *, repeatable: bool, answer_holds: str = ""
    ) -> ApiRequest:
        return cls("POST", path, {}, body, repeatable, answer_holds)
