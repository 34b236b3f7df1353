"""``brickform runs status``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from brickform.cli.exit_codes import DONE
from brickform.cli.option_values import as_seconds
from brickform.cli.workspace_options import WorkspaceCall, workspace_options

if TYPE_CHECKING:
    from brickform.cli.run_views import RunView
    from brickform.workspace.client import Workspace


@dataclass(frozen=True, kw_only=True)
class StatusCall(WorkspaceCall):
    """The options of ``brickform runs status``."""

    run_id: int
    wait: bool
    timeout: float | None


@click.command("status", short_help="Tell how a run stands; --wait watches it.")
@click.argument("run_id", type=click.IntRange(1))
@click.option("--wait", is_flag=True, help="Watch the run until it ends; Ctrl-C leaves it alone.")
@click.option("--timeout", callback=as_seconds, metavar="TIME", help="Watch so long at most: 90, 30m, 2h.")
@workspace_options
@click.pass_context
def runs_status(ctx: click.Context, /, **given: Any) -> None:
    """Tell how a run and its tasks stand.

    Exit code: 0 it goes on or succeeded, 4 it did not succeed, 5 how it ended is not known.
    """
    ctx.exit(execute(StatusCall(**given)))


def execute(call: StatusCall) -> int:
    from brickform.cli.run_session import exit_code
    from brickform.cli.shown_runs import show
    from brickform.workspace.outputs import outputs_worth_showing
    from brickform.workspace.wait import get_run, wait_for_run

    def work(workspace: Workspace, view: RunView) -> int:
        if call.wait:
            run = wait_for_run(workspace, call.run_id, timeout=call.timeout, on_change=view.changed)
        else:
            run = get_run(workspace, call.run_id)
        if run.outcome is None:
            view.left(run)
            return DONE
        view.ended(run, outputs_worth_showing(workspace, run))
        return exit_code(run)

    return show(call, work, quiet=call.quiet or not call.wait)
