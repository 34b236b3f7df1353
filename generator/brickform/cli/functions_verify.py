"""``brickform functions verify``."""

from __future__ import annotations

from typing import Any

import click

from brickform.cli.exit_codes import CONFIG_ERRORS, DONE
from brickform.cli.functions_options import FunctionsCall, find_installation, functions_options


@click.command("verify", short_help="Look whether the functions are there, and who may use them.")
@functions_options
@click.pass_context
def functions_verify(ctx: click.Context, /, **given: Any) -> None:
    """Look whether each function is there, who may use it, and what its service principal may do.

    Those of --grant have to be among its users. The service principal of the connection has to have
    CAN_MANAGE_RUN on each listed job, and no more.

    Exit code: 0 all is right, 1 something is not, 5 the workspace refused.
    """
    ctx.exit(execute(FunctionsCall(**given)))


def execute(call: FunctionsCall) -> int:
    from brickform.functions.sql.verification import verify

    workspace, installation = find_installation(call)
    is_right = True
    for finding in verify(workspace, installation):
        is_right = is_right and finding.is_right
        click.echo(f"{_word(finding.is_right)} {finding.about}: {finding.text}")
    return DONE if is_right else CONFIG_ERRORS


def _word(is_right: bool) -> str:
    return click.style("ok     ", fg="green") if is_right else click.style("problem", fg="red", bold=True)
