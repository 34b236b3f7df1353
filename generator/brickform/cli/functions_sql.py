"""``brickform functions sql``."""

from __future__ import annotations

from typing import Any

import click

from brickform.cli.functions_options import FunctionsCall, find_installation, functions_options


@click.command("sql", short_help="Print the SQL that makes jobs callable.")
@functions_options
def functions_sql(**given: Any) -> None:
    """Print the SQL that makes jobs callable from SQL and by agents, and execute nothing.

    One function for each job, with the parameters that it declares; trigger_databricks_flow for all of them;
    get_job_status, list_jobs, cancel_run and get_run_output.
    """
    from brickform.functions.sql.script import script

    workspace, installation = find_installation(FunctionsCall(**given))
    click.echo(script(installation.statements(workspace.host)), nl=False)
