"""``brickform functions``."""

from __future__ import annotations

import click

from brickform.cli.lazy_group import LazyGroup

_COMMANDS = {name: f"brickform.cli.functions_{name}" for name in ("call",)}


@click.group(
    cls=LazyGroup, commands_at=_COMMANDS, short_help="Deployed jobs as functions for agents and SQL."
)
def functions() -> None:
    """Call functions that start jobs and look at runs."""
