"""What one entry of a list of packages asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from brickform.credentials import holds_credential

_NAME = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?"
_PLAIN = re.compile(rf"({_NAME})(?:\[[\w., -]+\])?(?:==(\d+(?:\.\d+)*))?")
"""Most entries; the others are parsed by ``packaging``, which takes milliseconds to import."""
_ELSEWHERE = re.compile(
    r"(?:git|hg|svn|bzr)\+|[a-z][a-z0-9+.-]*://|\.{0,2}/|[^@]*\.(?:whl|zip|tar\.gz|txt|jar)$"
)
_USER_IN_URL = re.compile(r"://[^/\s]*@")
_LIMITS = {"==", "===", "~=", "<", "<="}

_REPAIRS = (
    (r"^(?:python3? -m )?pip3? install (?:-\S+ )*", ""),
    (r"(?<![=<>!~])=(?![=])", "=="),
    (r"(?:==)?\^", "~="),
    (rf"^({_NAME})\s+v?(?=\d)", r"\1=="),
    (r"==\s*v(?=\d)", "=="),
    (r"\.[xX]$", ".*"),
    (r"(?:[=<>!~]=?|,)\s*$", ""),
)
"""What people write instead, and what they mean."""


class Requirement(NamedTuple):
    """One package, and how far its version is fixed."""

    project: str
    """Its name, as indexes compare names."""
    marker: str = ""
    """Where it is for, such as ``python_version < "3.12"``."""
    exact: str | None = None
    """The only version that fits."""
    limited: bool = True
    """Whether no later version fits at all; a file or a URL is what it is."""


Kind = Literal["package", "option", "elsewhere", "malformed", "confidential"]


@cache
def kind_of(text: str) -> Kind:
    """Tell packages of an index from options of pip, from files and URLs, and from what pip cannot read.

    What holds a password in a URL is ``confidential``: no message may repeat it.
    """
    text = text.strip()
    if _PLAIN.fullmatch(text):
        return "package"
    if _USER_IN_URL.search(text) or holds_credential(text):
        return "confidential"
    if text.startswith("-"):
        return "option"
    if _ELSEWHERE.match(text):
        return "elsewhere"
    return "package" if parse(text) is not None else "malformed"


@cache
def parse(text: str) -> Requirement | None:
    """Read a package of an index, None where pip could not."""
    text = text.strip()
    if plain := _PLAIN.fullmatch(text):
        name, version = plain.groups()
        return Requirement(canonical(name), exact=version, limited=version is not None)
    from packaging.requirements import InvalidRequirement
    from packaging.requirements import Requirement as Parsed

    try:
        parsed = Parsed(text)
    except InvalidRequirement:
        return None
    operators = {specifier.operator: specifier.version for specifier in parsed.specifier}
    exact = operators.get("===") or operators.get("==", "*")
    return Requirement(
        canonical(parsed.name),
        str(parsed.marker or ""),
        None if exact.endswith("*") else exact,
        limited=parsed.url is not None or not _LIMITS.isdisjoint(operators),
    )


def canonical(name: str) -> str:
    """Return the name as indexes compare it.

    https://peps.python.org/pep-0503/#normalized-names
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def meant(text: str) -> str | None:
    """Return what a malformed entry was probably meant to be."""
    for repaired in _repaired(text.strip()):
        if repaired != text.strip() and parse(repaired) is not None:
            return repaired
    return None


def _repaired(text: str) -> Iterator[str]:
    """Yield the text with one repair, then with all of them up to each."""
    for pattern, replacement in _REPAIRS:
        yield re.sub(pattern, replacement, text)
    for pattern, replacement in _REPAIRS:
        text = re.sub(pattern, replacement, text)
        yield text
