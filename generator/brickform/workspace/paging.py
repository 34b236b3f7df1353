"""Answers that come in pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from brickform.workspace.api_request import ApiRequest, Json
from brickform.workspace.client import Workspace


def pages(
    workspace: Workspace, page: Callable[[str | None], ApiRequest], *, give_up_after: float | None = None
) -> Iterator[Json]:
    """Yield every page of an answer; ``page`` makes the request for a page token."""
    token: str | None = None
    while True:
        answer = workspace.send(page(token), give_up_after=give_up_after)
        yield answer
        following = answer.get("next_page_token") or None
        if following is None or following == token:
            return
        token = following
