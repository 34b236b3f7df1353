"""File names for notebooks that are safe on every platform."""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256

from brickform.compile.model import Notebook

_UNSAFE = re.compile(r"[^\w.-]|^\.|\.$")
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


def notebook_file(notebook: Notebook) -> str:
    """Return ``{catalog}/{schema}/{alias}.py``, in letters that any file system takes.

    A part that had to change ends in a hash of what it was, so that no two notebooks meet, and a
    run over a selection names files as a run over the whole project does.
    """
    parts = notebook.path.split("/")[3:]
    return "/".join(_safe(part) for part in parts) + ".py"


def _safe(part: str) -> str:
    # Terraform normalises the strings that it reads; a file name that is not NFC is then not found.
    safe = _UNSAFE.sub("-", unicodedata.normalize("NFC", part))
    if safe == part and not _RESERVED.fullmatch(part):
        return part
    return f"{safe}-{sha256(part.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
