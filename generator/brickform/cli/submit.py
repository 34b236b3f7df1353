"""``brickform submit``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from brickform.cli.dry_run import print_requests
from brickform.cli.exit_codes import CONFIG_ERRORS, DONE
from brickform.cli.project_options import MANIFEST, PROFILES_DIR, PROJECT, TARGET, VARS
from brickform.cli.workspace_options import WatchCall, watch_options
from brickform.errors import UsageError

if TYPE_CHECKING:
    from brickform.cli.run_views import RunView
    from brickform.diagnostics import Diagnostics
    from brickform.pipeline import LoadOptions
    from brickform.workspace.client import Workspace
    from brickform.workspace.command_run import ClusterCommands
    from brickform.workspace.notebook_run import NotebookRun


@dataclass(frozen=True, kw_only=True)
class SubmitCall(WatchCall):
    """The options of ``brickform submit``."""

    model: str
    path: Path
    target: str | None
    variables: Mapping[str, Any]
    profiles_dir: Path | None
    manifest: Path | None
    idempotency_key: str | None
    dry_run: bool

    def load_options(self) -> LoadOptions:
        from brickform.pipeline import LoadOptions

        return LoadOptions(self.path, self.profiles_dir, self.target, self.variables, manifest=self.manifest)


@click.command(short_help="Run a model once, without a job.")
@click.argument("model")
@PROJECT
@TARGET
@VARS
@PROFILES_DIR
@MANIFEST
@click.option("--idempotency-key", metavar="KEY", help="All calls with one key start one run between them.")
@click.option("--dry-run", is_flag=True, help="Print the requests that would be sent.")
@watch_options
@click.pass_context
def submit(ctx: click.Context, /, **given: Any) -> None:
    """Run MODEL once, as its submission method says, and watch it until it ends.

    Exit codes and Ctrl-C are those of `brickform trigger`.
    """
    ctx.exit(execute(SubmitCall(**given)))


def execute(call: SubmitCall) -> int:
    from brickform.submission import prepare_submission

    once = prepare_submission(call.model, call.load_options(), call.idempotency_key)
    _print_diagnostics(call, once.diagnostics)
    if once.how is None:
        return CONFIG_ERRORS
    _check_options(call, once.how)
    if call.dry_run:
        print_requests(once.how.dry_run(), call.output_format)
        return DONE
    return _run(call, once.how, once.host)


def _run(call: SubmitCall, once: NotebookRun | ClusterCommands, host: str | None) -> int:
    from brickform.cli.run_session import exit_code, start_and_watch
    from brickform.cli.shown_runs import show
    from brickform.workspace.notebook_run import NotebookRun

    if isinstance(once, NotebookRun):
        return start_and_watch(once.prepare, call, host)

    def work(workspace: Workspace, view: RunView) -> int:
        run, outputs = once.run(workspace, call.timeout, view.changed)
        view.ended(run, outputs)
        return exit_code(run)

    return show(call, work, quiet=call.quiet, project_host=host)


def _check_options(call: SubmitCall, how: NotebookRun | ClusterCommands) -> None:
    from brickform.workspace.notebook_run import NotebookRun

    if isinstance(how, NotebookRun):
        return
    notebook = "with 'create_notebook: true' the model runs as a notebook, which has it"
    if call.idempotency_key is not None:
        raise UsageError(f"a command on a cluster has no idempotency key; {notebook}")
    if not call.wait or call.on_timeout == "detach":
        raise UsageError(f"a command on a cluster ends with the call that started it; {notebook}")


def _print_diagnostics(call: SubmitCall, found: Diagnostics) -> None:
    from brickform.report import REPORTERS, Report

    quiet = call.quiet or call.output_format != "text"
    text = REPORTERS["text"].render(Report(found, call.path, -1 if quiet else 1))
    click.echo(text, nl=False, err=True)
