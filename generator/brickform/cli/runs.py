"""``brickform runs``."""

from __future__ import annotations

import click

from brickform.cli.lazy_group import LazyGroup

_COMMANDS = {name: f"brickform.cli.runs_{name}" for name in ("cancel", "list", "output", "repair", "status")}


@click.group(cls=LazyGroup, commands_at=_COMMANDS, short_help="List, watch, cancel and repair runs.")
def runs() -> None:
    """Look at runs, and at what their tasks say; cancel and repair them."""
