"""The ids of time zones that Java knows."""

from __future__ import annotations

import re
from functools import cache

_OFFSET = re.compile(r"GMT[+-](?:[01]?[0-9]|2[0-3])(?::?[0-5][0-9])?")
"""https://docs.oracle.com/javase/8/docs/api/java/util/TimeZone.html (custom time zone IDs)"""

_OF_JAVA_ALONE = re.compile(
    "A(CT|ET|GT|RT|ST)|BST|C(AT|NT|ST|TT)|E(AT|CT)|I(ET|ST)|JST|MIT|N(ET|ST)|P(LT|NT|RT|ST)|SST|VST"
)
"""https://docs.oracle.com/javase/8/docs/api/java/time/ZoneId.html#SHORT_IDS"""


def is_time_zone(name: str) -> bool:
    return name in known_time_zones() or bool(_OF_JAVA_ALONE.fullmatch(name) or _OFFSET.fullmatch(name))


@cache
def known_time_zones() -> frozenset[str]:
    """Return the ids of the package ``tzdata``; those of the machine differ, and some machines have none."""
    from importlib.resources import files

    return frozenset((files("tzdata") / "zones").read_text(encoding="utf-8").split()) - {"Factory"}
