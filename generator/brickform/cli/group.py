"""The ``brickform`` command; its sub-commands are imported when they are asked for."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import click

from brickform import __version__
from brickform.cli.exit_codes import CONFIG_ERRORS, INTERRUPTED, WORKSPACE_TROUBLE
from brickform.cli.lazy_group import LazyGroup
from brickform.errors import BrickformError, UsageError
from brickform.workspace.errors import WorkspaceError

_COMMANDS = {
    name: f"brickform.cli.{name.replace('-', '_')}"
    for name in (
        "adopt",
        "explain",
        "functions",
        "generate",
        "local-workspace",
        "mcp",
        "runs",
        "schema",
        "submit",
        "trigger",
        "validate",
    )
}


class _Main(LazyGroup):
    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what it raises for the user becomes one line and an exit code."""
        try:
            return super().invoke(ctx)
        except UsageError as error:
            raise click.UsageError(str(error)) from error
        except WorkspaceError as error:
            from brickform.report.runs import render_error

            click.echo(render_error(error), err=True)
            ctx.exit(WORKSPACE_TROUBLE)
        except BrickformError as error:
            click.echo(f"{click.style('error:', fg='red', bold=True)} {error}", err=True)
            ctx.exit(CONFIG_ERRORS)
        except KeyboardInterrupt:
            click.echo("interrupted", err=True)
            ctx.exit(INTERRUPTED)


@click.group(cls=_Main, commands_at=_COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s", prog_name="brickform")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Compile dbt-style Python-model configs into Databricks jobs, and run them."""
    ctx.color = _wants_colour(os.environ)


def _wants_colour(environment: Mapping[str, str]) -> bool | None:
    """Return what the environment asks for; None leaves it to the terminal.

    https://no-color.org, https://force-color.org and https://bixense.com/clicolors
    """
    if environment.get("NO_COLOR") or environment.get("TERM") == "dumb":
        return False
    if environment.get("FORCE_COLOR") or environment.get("CLICOLOR_FORCE", "0") != "0":
        return True
    return False if environment.get("CLICOLOR") == "0" else None
