"""Finds ``schema/`` and ``templates/``, in an installed wheel and in a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CANDIDATES = (_PACKAGE / "_data", _PACKAGE.parents[1])


@cache
def data_root() -> Path:
    """Return the folder that holds ``schema/`` and ``templates/``.

    Raises FileNotFoundError when the installation is broken.
    """
    for root in _CANDIDATES:
        if (root / "schema" / "model.schema.json").is_file():
            return root
    raise FileNotFoundError("brickform's schema/ and templates/ are missing: install it again")
