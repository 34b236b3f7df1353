"""What every command is told that makes functions, or looks at them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

from brickform.cli.listed_job_options import ListedJobsCall, listed_jobs_options, wanted_jobs

if TYPE_CHECKING:
    from brickform.functions.sql.function import ServicePrincipal
    from brickform.functions.sql.installation import Installation
    from brickform.workspace.client import Workspace

_Command = TypeVar("_Command", bound=Callable[..., Any])
_DEFAULT_CONNECTION = "brickform_jobs"


@dataclass(frozen=True, kw_only=True)
class FunctionsCall(ListedJobsCall):
    """Where the functions lie, and which jobs they may start."""

    catalog: str
    schema: str
    connection: str
    client_id: str | None
    client_secret: tuple[str, str] | None
    any_job: bool
    grants: tuple[str, ...]

    @property
    def principal(self) -> ServicePrincipal | None:
        from brickform.functions.sql.function import ServicePrincipal

        if (self.client_id is None) != (self.client_secret is None):
            raise click.UsageError("--client-id and --client-secret go together")
        if self.client_id is None or self.client_secret is None:
            return None
        return ServicePrincipal(self.client_id, *self.client_secret)


def functions_options(command: _Command) -> _Command:
    """Give a command the fields of ``FunctionsCall``."""
    for decorate in reversed(_OPTIONS):
        command = decorate(command)
    return listed_jobs_options(command)


def find_installation(call: FunctionsCall) -> tuple[Workspace, Installation]:
    """Ask the workspace about the jobs, and say what is unusual; raises UsageError and WorkspaceError."""
    from brickform.functions.listed_jobs import listed_jobs
    from brickform.functions.sql.function import Place
    from brickform.functions.sql.installation import install
    from brickform.workspace.client import Workspace

    wanted = wanted_jobs(call, needs_one=not call.any_job)
    workspace = Workspace(call.profile, project_host=wanted.host)
    installation = install(
        Place(call.catalog, call.schema, call.connection),
        listed_jobs(workspace, wanted.jobs),
        any_job=call.any_job,
        principal=call.principal,
        grants=call.grants,
    )
    _warn(installation)
    return workspace, installation


def _warn(installation: Installation) -> None:
    warnings = [
        f"the tool {name} has {len(name)} characters: toolkits of agents keep the last 64"
        for name in installation.long_tool_names()
    ]
    if installation.allowed.any_job:
        warnings.append("--any-job: callers start every job that the service principal may run")
    for warning in warnings:
        click.echo(f"{click.style('warning:', fg='yellow', bold=True)} {warning}", err=True)


def _as_secret(_ctx: click.Context, _parameter: click.Parameter, text: str | None) -> tuple[str, str] | None:
    if text is None:
        return None
    scope, slash, key = text.partition("/")
    if not slash or not scope or not key:
        raise click.BadParameter("write SCOPE/KEY, where the secret lies, and not the secret itself")
    return scope, key


_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option("--catalog", required=True, metavar="NAME", help="Catalog of the functions."),
    click.option("--schema", required=True, metavar="NAME", help="Schema of the functions."),
    click.option(
        "--connection",
        default=_DEFAULT_CONNECTION,
        show_default=True,
        metavar="NAME",
        help="HTTP connection to the Jobs API.",
    ),
    click.option("--client-id", metavar="ID", help="Make the connection, for this service principal."),
    click.option(
        "--client-secret",
        callback=_as_secret,
        metavar="SCOPE/KEY",
        help="Where the secret of the service principal lies.",
    ),
    click.option(
        "--any-job", is_flag=True, help="Let trigger_databricks_flow start jobs that are not listed."
    ),
    click.option(
        "--grant",
        "grants",
        multiple=True,
        metavar="PRINCIPAL",
        help="Who may call the functions: a user, a group or an application id. May be given again.",
    ),
)
