"""Pages: of a listing, and of the long lists inside one object."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from brickform.testing.local_workspace.errors import invalid_parameter
from brickform.testing.local_workspace.state import Json

ITEMS_A_PAGE = 100
"""Of each long list inside a job or a run."""

_Item = TypeVar("_Item")


def page_token(offset: int) -> str:
    return base64.urlsafe_b64encode(f"offset={offset}".encode()).decode("ascii")


def page_offset(token: str | None) -> int:
    if not token:
        return 0
    try:
        text = base64.urlsafe_b64decode(token.encode("ascii")).decode("ascii")
        return int(text.removeprefix("offset="))
    except ValueError:
        raise invalid_parameter(f"Invalid page token: {token}") from None


def page_of_listing(
    name: str, found: Sequence[_Item], start: int, limit: int, describe: Callable[[_Item], Json]
) -> Json:
    """Return one page of what was found, with the tokens of the pages around it."""
    end = start + limit
    listed = [describe(item) for item in found[start:end]]
    answer: Json = {name: listed} if listed else {}
    answer["has_more"] = len(found) > end
    if answer["has_more"]:
        answer["next_page_token"] = page_token(end)
    if start:
        answer["prev_page_token"] = page_token(max(0, start - limit))
    return answer


def cut_to_page(described: Json, names: Iterable[str], start: int) -> str | None:
    """Leave one page of each named list; return the token of the next page where there is one."""
    lists = [name for name in names if name in described]
    end = start + ITEMS_A_PAGE
    more = any(len(described[name]) > end for name in lists)
    for name in lists:
        described[name] = described[name][start:end]
    return page_token(end) if more else None
