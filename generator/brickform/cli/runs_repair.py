"""``brickform runs repair``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from brickform.cli.dry_run import print_requests
from brickform.cli.exit_codes import DONE
from brickform.cli.option_values import as_mapping
from brickform.cli.workspace_options import WatchCall, watch_options

if TYPE_CHECKING:
    from brickform.workspace.repair import RepairRequest


@dataclass(frozen=True, kw_only=True)
class RepairCall(WatchCall):
    """The options of ``brickform runs repair``."""

    run_id: int
    tasks: tuple[str, ...]
    with_dependent: bool
    job_parameters: dict[str, str]
    dry_run: bool

    def repair_request(self) -> RepairRequest:
        from brickform.workspace.repair import RepairRequest

        return RepairRequest(
            tasks=self.tasks, with_dependent=self.with_dependent, job_parameters=self.job_parameters
        )


@click.command("repair", short_help="Run the failed tasks of a run again.")
@click.argument("run_id", type=click.IntRange(1))
@click.option("--task", "tasks", multiple=True, metavar="TASK", help="This task instead of all failed ones.")
@click.option("--with-dependent", is_flag=True, help="Also the tasks that depend on them.")
@click.option(
    "-p",
    "--param",
    "job_parameters",
    multiple=True,
    callback=as_mapping,
    metavar="NAME=VALUE",
    help="Job parameter in place of the run's own.",
)
@click.option("--dry-run", is_flag=True, help="Print the requests that would be sent.")
@watch_options
@click.pass_context
def runs_repair(ctx: click.Context, /, **given: Any) -> None:
    """Run the failed tasks of a run again, with the parameters that the run had, and watch it.

    Exit codes and Ctrl-C are those of `brickform trigger`.
    """
    ctx.exit(execute(RepairCall(**given)))


def execute(call: RepairCall) -> int:
    from brickform.cli.run_session import start_and_watch
    from brickform.workspace.repair import Repair

    request = call.repair_request()
    if call.dry_run:
        print_requests(request.dry_run(call.run_id), call.output_format)
        return DONE
    return start_and_watch(lambda workspace: Repair(workspace, call.run_id, request), call)
