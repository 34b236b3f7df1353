"""Page tokens."""

from __future__ import annotations

import base64

from brickform.testing.local_workspace.errors import invalid_parameter


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
