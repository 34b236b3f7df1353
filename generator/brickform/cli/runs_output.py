"""``brickform runs output``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from brickform.cli.exit_codes import DONE, WORKSPACE_TROUBLE
from brickform.cli.workspace_options import WorkspaceCall, workspace_options
from brickform.errors import UsageError

if TYPE_CHECKING:
    from brickform.workspace.runs import Run, TaskRun


@dataclass(frozen=True, kw_only=True)
class OutputCall(WorkspaceCall):
    """The options of ``brickform runs output``."""

    run_id: int
    tasks: tuple[str, ...]


@click.command("output", short_help="Print what the tasks of a run left behind.")
@click.argument("run_id", type=click.IntRange(1))
@click.option("--task", "tasks", multiple=True, metavar="TASK", help="Only this task. May be given again.")
@workspace_options
@click.pass_context
def runs_output(ctx: click.Context, /, **given: Any) -> None:
    """Print error, trace, logs and result of each task, from the newest attempt's own run.

    RUN_ID may also be that of a task.
    """
    ctx.exit(execute(OutputCall(**given)))


def execute(call: OutputCall) -> int:
    from brickform.cli.shown_runs import errors_in_format, print_documents
    from brickform.report.run_documents import task_document
    from brickform.report.runs import render_output
    from brickform.workspace.client import Workspace
    from brickform.workspace.outputs import read_output
    from brickform.workspace.wait import get_run

    workspace = Workspace(call.profile)
    with errors_in_format(call):
        run = get_run(workspace, call.run_id)
    outputs = [read_output(workspace, task) for task in _wanted(run, call.tasks)]
    if call.output_format == "text":
        click.echo("".join(render_output(output) for output in outputs), nl=False)
    else:
        print_documents(call, "tasks", [task_document(output.task, output) for output in outputs])
    return WORKSPACE_TROUBLE if any(output.unreadable for output in outputs) else DONE


def _wanted(run: Run, keys: tuple[str, ...]) -> list[TaskRun]:
    known = [task.key for task in run.tasks]
    for key in keys:
        if key not in known:
            raise UsageError(f"run {run.run_id} has no task '{key}'; it has: {', '.join(known)}")
    return [task for task in run.tasks if not keys or task.key in keys]
