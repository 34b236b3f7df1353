"""``brickform runs list``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import click

from brickform.cli.exit_codes import DONE
from brickform.cli.job_choice import JobCall, choose_job, optional_job_options
from brickform.cli.workspace_options import WorkspaceCall, workspace_options


@dataclass(frozen=True, kw_only=True)
class ListCall(JobCall, WorkspaceCall):
    """The options of ``brickform runs list``."""

    job: str | None
    active: bool
    limit: int


@click.command("list", short_help="List runs, newest first.")
@optional_job_options
@click.option("--active", is_flag=True, help="Only runs that have not ended.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="How many at most.")
@workspace_options
@click.pass_context
def runs_list(ctx: click.Context, /, **given: Any) -> None:
    """List the runs of JOB, or all that you may see, newest first."""
    ctx.exit(execute(ListCall(**given)))


def execute(call: ListCall) -> int:
    from brickform.cli.shown_runs import errors_in_format, print_documents
    from brickform.report.run_documents import run_document
    from brickform.report.runs import render_list
    from brickform.workspace.client import Workspace
    from brickform.workspace.history import list_runs
    from brickform.workspace.job_names import job_id_of

    chosen = choose_job(call, call.job) if call.job is not None else None
    workspace = Workspace(call.profile, project_host=chosen.host if chosen is not None else None)
    with errors_in_format(call):
        job_id = job_id_of(workspace, chosen.job, chosen.advice) if chosen is not None else None
        found = list_runs(workspace, job_id=job_id, active=call.active, limit=call.limit)
    if call.output_format == "text":
        click.echo(render_list(found), nl=False)
    else:
        print_documents(call, "runs", [run_document(run) for run in found])
    return DONE
