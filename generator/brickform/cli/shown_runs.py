"""Runs a command's work on a workspace with a view, and turns what stops it into words and an exit code."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from brickform.cli.exit_codes import INTERRUPTED, RUN_NOT_SUCCESSFUL, WORKSPACE_TROUBLE
from brickform.cli.run_views import JsonLinesView, JsonView, RunView, TextView
from brickform.cli.signals import stopped_like_ctrl_c
from brickform.cli.workspace_options import WorkspaceCall
from brickform.workspace.client import Workspace
from brickform.workspace.errors import WorkspaceError
from brickform.workspace.wait import WaitTimeoutError

Work = Callable[[Workspace, RunView], int]


def show(call: WorkspaceCall, work: Work, *, quiet: bool, project_host: str | None = None) -> int:
    """Do the work with a view in the format that was asked for; return the exit code."""
    view = _run_view(call.output_format, quiet=quiet)
    workspace = Workspace(call.profile, project_host=project_host, on_retry=view.retrying)
    try:
        with stopped_like_ctrl_c():
            return work(workspace, view)
    except WaitTimeoutError as error:
        view.noted(str(error))
        return RUN_NOT_SUCCESSFUL
    except KeyboardInterrupt:
        view.noted("interrupted")
        return INTERRUPTED
    except WorkspaceError as error:
        view.failed(error)
        return WORKSPACE_TROUBLE
    finally:
        view.close()


def _run_view(output_format: str, *, quiet: bool) -> RunView:
    """Return the view for a format; on a terminal text is a table that moves."""
    if output_format == "json":
        return JsonView()
    if output_format == "json-lines":
        return JsonLinesView()
    if not quiet and sys.stderr.isatty():
        from brickform.cli.live_view import LiveView

        return LiveView()
    return TextView(quiet=quiet)


def print_documents(call: WorkspaceCall, name: str, documents: list[dict[str, Any]]) -> None:
    """Print documents one a line, or in one document under a name."""
    if call.output_format == "json":
        click.echo(json.dumps({name: documents}, indent=2))
        return
    for document in documents:
        click.echo(json.dumps(document))


@contextmanager
def errors_in_format(call: WorkspaceCall) -> Iterator[None]:
    """Print an error of the workspace as a document where documents were asked for."""
    try:
        yield
    except WorkspaceError as error:
        if call.output_format == "text":
            raise
        from brickform.report.run_documents import error_document

        click.echo(json.dumps({"error": error_document(error)}))
        raise click.exceptions.Exit(WORKSPACE_TROUBLE) from None
