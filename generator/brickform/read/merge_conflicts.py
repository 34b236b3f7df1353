"""Finds the markers that git leaves in a file, which every parser stumbles over in words of its own."""

from __future__ import annotations

import re

from brickform.diagnostics import Code, Diagnostic
from brickform.location import Location

_MARKER = re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE)


def explain_conflict(code: Code, text: str, file: str) -> Diagnostic | None:
    """Return the diagnostic for a text that cannot be parsed, where it holds a conflict."""
    marker = _MARKER.search(text)
    if marker is None:
        return None
    place = Location(file, text.count("\n", 0, marker.start()) + 1, 1)
    summary, advice = "a merge has left its conflict here", "keep one side, and remove the markers"
    return Diagnostic(code, summary, place, (), advice)
