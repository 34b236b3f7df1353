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
    from brickform.submission import submit
    from brickform.workspace.api import cancel, trigger, wait
    from brickform.workspace.client import Workspace
    from brickform.workspace.errors import WorkspaceError
    from brickform.workspace.runs import Run
    from brickform.workspace.start import Started
    from brickform.workspace.states import Outcome
    from brickform.workspace.wait import WaitTimeoutError

__version__ = "0.1.0"
__all__ = [
    "Diagnostic",
    "GenerateOptions",
    "LoadOptions",
    "Outcome",
    "Run",
    "Started",
    "WaitTimeoutError",
    "Workspace",
    "WorkspaceError",
    "__version__",
    "cancel",
    "compile",
    "generate",
    "load",
    "submit",
    "trigger",
    "validate",
    "wait",
]

_HOMES = {
    "Diagnostic": ("brickform.diagnostics", "Diagnostic"),
    "GenerateOptions": ("brickform.pipeline", "GenerateOptions"),
    "LoadOptions": ("brickform.pipeline", "LoadOptions"),
    "Outcome": ("brickform.workspace.states", "Outcome"),
    "Run": ("brickform.workspace.runs", "Run"),
    "Started": ("brickform.workspace.start", "Started"),
    "WaitTimeoutError": ("brickform.workspace.wait", "WaitTimeoutError"),
    "Workspace": ("brickform.workspace.client", "Workspace"),
    "WorkspaceError": ("brickform.workspace.errors", "WorkspaceError"),
    "cancel": ("brickform.workspace.api", "cancel"),
    "compile": ("brickform.pipeline", "build_graph"),
    "generate": ("brickform.pipeline", "generate"),
    "load": ("brickform.pipeline", "load"),
    "submit": ("brickform.submission", "submit"),
    "trigger": ("brickform.workspace.api", "trigger"),
    "validate": ("brickform.pipeline", "validate"),
    "wait": ("brickform.workspace.api", "wait"),
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
