"""``brickform functions``."""

from __future__ import annotations

import click

from brickform.cli.lazy_group import LazyGroup

_COMMANDS = {name: f"brickform.cli.functions_{name}" for name in ("call", "register", "sql", "verify")}


@click.group(
    cls=LazyGroup, commands_at=_COMMANDS, short_help="Deployed jobs as functions for agents and SQL."
)
def functions() -> None:
    """Make jobs callable from SQL and by agents, and call them as an agent would."""
