"""The ``brickform`` command; its sub-commands are imported when they are asked for."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

import click

from brickform import __version__
from brickform.cli.exit_codes import CONFIG_ERRORS, INTERRUPTED
from brickform.errors import BrickformError, UsageError

_COMMANDS = ("generate", "local-workspace", "schema", "trigger", "validate")
"""Each a module of this package that holds a command of the same name, with `_` for `-`."""


class _LazyGroup(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *_COMMANDS])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return super().get_command(ctx, cmd_name)
        name = cmd_name.replace("-", "_")
        command: click.Command = getattr(import_module(f"brickform.cli.{name}"), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what it raises for the user becomes one line and an exit code."""
        try:
            return super().invoke(ctx)
        except UsageError as error:
            raise click.UsageError(str(error)) from error
        except BrickformError as error:
            click.echo(f"{click.style('error:', fg='red', bold=True)} {error}", err=True)
            ctx.exit(CONFIG_ERRORS)
        except KeyboardInterrupt:
            click.echo("interrupted", err=True)
            ctx.exit(INTERRUPTED)


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s", prog_name="brickform")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Compile dbt-style Python-model configs into Databricks jobs, and run them."""
    if os.environ.get("NO_COLOR"):  # https://no-color.org
        ctx.color = False
