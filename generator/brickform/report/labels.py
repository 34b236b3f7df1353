"""How a terminal shows how grave something is."""

from __future__ import annotations

import click

from brickform.diagnostics import Code, Severity

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


def label(code: Code) -> str:
    """Return ``error[BF302]:`` in its colour."""
    return click.style(f"{code.severity.value}[{code.id}]:", fg=COLOURS[code.severity], bold=True)
