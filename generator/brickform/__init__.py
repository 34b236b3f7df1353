"""Compiles dbt-style Python-model configs into Databricks jobs, and runs them."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from brickform.diagnostics import Diagnostic
    from brickform.pipeline import GenerateOptions, LoadOptions, generate, load, validate
    from brickform.pipeline import build_graph as compile  # noqa: A004

__version__ = "0.1.0"
__all__ = [
    "Diagnostic",
    "GenerateOptions",
    "LoadOptions",
    "__version__",
    "compile",
    "generate",
    "load",
    "validate",
]

_HOMES = {
    "Diagnostic": ("brickform.diagnostics", "Diagnostic"),
    "GenerateOptions": ("brickform.pipeline", "GenerateOptions"),
    "LoadOptions": ("brickform.pipeline", "LoadOptions"),
    "compile": ("brickform.pipeline", "build_graph"),
    "generate": ("brickform.pipeline", "generate"),
    "load": ("brickform.pipeline", "load"),
    "validate": ("brickform.pipeline", "validate"),
}


def __getattr__(name: str) -> Any:
    """Load the public API on first use, so that ``--version`` stays quick (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'brickform' has no attribute {name!r}")
    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)


class _Package(ModuleType):
    def __setattr__(self, name: str, value: object) -> None:
        """Keep the rooms ``compile`` and ``validate`` from hiding the functions of these names."""
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
