"""``brickform local-workspace``."""

from __future__ import annotations

from pathlib import Path

import click

from brickform.errors import BrickformError


@click.command(short_help="Serve a Databricks workspace on this machine.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Port on 127.0.0.1; a free one if not given."
)
@click.option(
    "--state",
    "state_file",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Keep the workspace in this file, and begin with what it holds.",
)
def local_workspace(port: int, state_file: Path | None) -> None:
    """Serve a Databricks workspace on 127.0.0.1 until it is interrupted.

    It prints the variables to export for Terraform, the databricks CLI and databricks-sdk; jobs,
    notebooks, clusters and their permissions are kept, and runs succeed without running anything. Needs
    brickform[testing].
    """
    try:
        from brickform.testing import run_local_workspace
    except ModuleNotFoundError as error:
        raise BrickformError("the local workspace needs: pip install 'brickform[testing]'") from error
    try:
        run_local_workspace(port, state_file, click.echo)
    except (OSError, ValueError) as error:
        raise BrickformError(f"the local workspace cannot start: {error}") from error
