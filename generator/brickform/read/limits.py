"""How much of anything a project may hold. More is a mistake, and would only cost time and memory."""

from __future__ import annotations

MAX_DEPTH = 100
TOO_DEEP = f"more than {MAX_DEPTH} levels of nesting"
MAX_NODES = 1_000_000
MAX_PROBLEMS = 1_000
"""In one file: from then on it is not read."""
MAX_FOLDERS = 50
"""From the project to a file."""

LONGEST_NUMBER = 1_000
"""In characters: later stages write numbers as text, and Python writes none of more than 4,300 digits."""
_LONGEST_INTEGER = 4_096

LARGEST_TEXT = 10
LARGEST_MODEL = 1
LARGEST_MANIFEST = 500
"""In MB. Parsing takes 500 times the size of code in memory, 50 times that of YAML, 5 times that of JSON."""


def is_endless(number: float) -> bool:
    """Tell whether a number is one that cannot be written down: endless, or none at all."""
    if isinstance(number, int):
        return number.bit_length() > _LONGEST_INTEGER
    return number - number != 0
