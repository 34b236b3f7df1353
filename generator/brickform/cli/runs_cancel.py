"""``brickform runs cancel``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from brickform.cli.dry_run import print_requests
from brickform.cli.exit_codes import DONE
from brickform.cli.option_values import as_seconds
from brickform.cli.workspace_options import WorkspaceCall, workspace_options

if TYPE_CHECKING:
    from brickform.cli.run_views import RunView
    from brickform.workspace.client import Workspace


@dataclass(frozen=True, kw_only=True)
class CancelCall(WorkspaceCall):
    """The options of ``brickform runs cancel``."""

    run_id: int
    wait: bool
    timeout: float | None
    dry_run: bool


@click.command("cancel", short_help="Cancel a run.")
@click.argument("run_id", type=click.IntRange(1))
@click.option("--wait/--no-wait", default=True, show_default=True, help="Wait until it has ended.")
@click.option("--timeout", callback=as_seconds, metavar="TIME", help="Wait so long at most: 90, 30m, 2h.")
@click.option("--dry-run", is_flag=True, help="Print the request that would be sent.")
@workspace_options
@click.pass_context
def runs_cancel(ctx: click.Context, /, **given: Any) -> None:
    """Cancel a run. One that has ended stays as it is, and that is no error.

    Exit code: 0 it has ended (with --no-wait: it was told to), 4 it has not ended in time.
    """
    ctx.exit(execute(CancelCall(**given)))


def execute(call: CancelCall) -> int:
    from brickform.cli.shown_runs import show
    from brickform.workspace import jobs_api
    from brickform.workspace.cancel import cancel_run, request_cancel

    def work(workspace: Workspace, view: RunView) -> int:
        if call.wait:
            view.ended(cancel_run(workspace, call.run_id, timeout=call.timeout, on_change=view.changed), ())
        else:
            request_cancel(workspace, call.run_id)
            view.noted(f"run {call.run_id} was told to end")
        return DONE

    if call.dry_run:
        print_requests([jobs_api.cancel_run(call.run_id)], call.output_format)
        return DONE
    return show(call, work, quiet=call.quiet)
