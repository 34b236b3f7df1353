"""``brickform functions register``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from brickform.cli.exit_codes import DONE, WORKSPACE_TROUBLE
from brickform.cli.functions_options import FunctionsCall, find_installation, functions_options

if TYPE_CHECKING:
    from brickform.functions.sql.registration import Done


@dataclass(frozen=True, kw_only=True)
class RegisterCall(FunctionsCall):
    """The options of ``brickform functions register``."""

    warehouse_id: str


@click.command("register", short_help="Make jobs callable from SQL and by agents.")
@functions_options
@click.option(
    "--warehouse-id", required=True, metavar="ID", help="SQL warehouse that executes the statements."
)
@click.pass_context
def functions_register(ctx: click.Context, /, **given: Any) -> None:
    """Make jobs callable from SQL and by agents: execute what `brickform functions sql` prints.

    A function with other parameters than before is dropped first, and its grants are given again. When a
    statement is refused, the whole SQL is printed, for somebody who may execute it.

    Exit code: 0 all is there, 5 the workspace refused.
    """
    ctx.exit(execute(RegisterCall(**given)))


def execute(call: RegisterCall) -> int:
    from brickform.functions.sql.registration import RegistrationError, register_installation
    from brickform.functions.sql.script import script
    from brickform.workspace.statement_run import run_statement

    workspace, installation = find_installation(call)
    try:
        register_installation(
            workspace, installation, lambda text: run_statement(workspace, text, call.warehouse_id), _tell
        )
    except RegistrationError as error:
        click.echo(f"{click.style('error:', fg='red', bold=True)} {error}", err=True)
        if error.help:
            click.echo(f"  help: {error.help}", err=True)
        click.echo(script(installation.statements(workspace.host)), nl=False)
        return WORKSPACE_TROUBLE
    return DONE


def _tell(done: Done) -> None:
    click.echo(f"{done.did} {done.name}")
