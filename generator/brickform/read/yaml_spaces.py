"""Finds what an editor or a web page put in the place of a space: YAML takes it for a part of the key."""

from __future__ import annotations

import re

from brickform.codes import LOOKS_LIKE_SPACE
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.sourced import Sourced

_LOOKALIKE = re.compile("[\u00a0\u1680\u2000-\u200f\u202f\u205f\u2060\u3000\ufeff]")
INDENTED_BY_LOOKALIKE = re.compile(rf"\s*{_LOOKALIKE.pattern}")


def report_lookalikes(text: str, document: Sourced, found: Diagnostics) -> None:
    """Report the keys of a document in which one stands; in a text it may be meant."""
    if text.isascii() or not _LOOKALIKE.search(text):
        return
    waiting = [document]
    while waiting:
        for key, entry in (holder := waiting.pop()).items():
            lookalike = None if key.isascii() else _LOOKALIKE.search(key)
            if lookalike is not None:
                summary = f"the key holds U+{ord(lookalike[0]):04X}, which looks like a space and is none"
                advice = "write plain spaces, or nothing"
                found.add(Diagnostic.at(LOOKS_LIKE_SPACE, entry, summary, help=advice, key=True))
            waiting.append(entry)
        waiting.extend(holder.elements())
