"""Finds ``schema/`` and ``templates/``, in an installed wheel and in a checkout, and reads the latter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment

Filters = Mapping[str, Callable[..., Any]]

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


def template_environment(
    folder: Path, filters: Filters, *, keep_trailing_newline: bool = False
) -> Environment:
    """Return what renders the templates of a folder, which are code: nothing is escaped but by a filter."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        auto_reload=False,
        autoescape=False,  # noqa: S701 - the text is Python or SQL, not HTML
        keep_trailing_newline=keep_trailing_newline,
        loader=FileSystemLoader(folder, encoding="utf-8"),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters.update(filters)
    return environment
