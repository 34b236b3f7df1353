"""``brickform trigger``."""

from __future__ import annotations

from typing import Any

import click

from brickform.cli.exit_codes import DONE
from brickform.cli.job_choice import choose_job, job_options
from brickform.cli.trigger_options import TriggerCall, trigger_options
from brickform.cli.workspace_options import watch_options


@click.command(short_help="Start a run of a deployed job, and watch it.")
@job_options
@trigger_options
@watch_options
@click.pass_context
def trigger(ctx: click.Context, /, **given: Any) -> None:
    """Start a run of JOB and watch it until it ends.

    JOB is an id, a model or resource key of a project, or the exact name of a job.

    Exit code: 0 the run succeeded, 4 it did not, 5 the workspace refused or how it ended is not known,
    130 interrupted. Ctrl-C cancels the run; a second one leaves at once.
    """
    ctx.exit(execute(TriggerCall(**given)))


def execute(call: TriggerCall) -> int:
    from brickform.cli.dry_run import print_requests
    from brickform.cli.run_session import start_and_watch
    from brickform.workspace.trigger import Trigger

    chosen = choose_job(call, call.job)
    asked = Trigger(chosen.job, call.run_request(), call.idempotency_key, chosen.advice)
    if call.dry_run:
        print_requests(asked.dry_run(), call.output_format)
        return DONE
    return start_and_watch(asked.prepare, call, chosen.host)
