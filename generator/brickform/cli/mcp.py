"""``brickform mcp``."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from brickform.cli.listed_job_options import ListedJobsCall, listed_jobs_options, wanted_jobs
from brickform.errors import BrickformError, UsageError

if TYPE_CHECKING:
    from brickform.functions.agents.tools import AgentTools

_TOKEN_VARIABLE = "BRICKFORM_MCP_TOKEN"  # noqa: S105  the name of a variable
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_DEFAULT_PORT = 8765


@dataclass(frozen=True, kw_only=True)
class McpCall(ListedJobsCall):
    """The options of ``brickform mcp``."""

    http: bool
    host: str
    port: int
    public_hosts: tuple[str, ...]
    audit_log: Path | None
    starts_per_minute: int


@click.command(short_help="Serve deployed jobs as tools for agents, over MCP.")
@listed_jobs_options
@click.option(
    "--http", is_flag=True, help="Serve streamable HTTP at /mcp; without, standard input and output."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at, with --http.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=_DEFAULT_PORT, show_default=True, help="With --http."
)
@click.option(
    "--public-host",
    "public_hosts",
    multiple=True,
    metavar="HOST",
    help="With --http: a host that requests may be addressed to: jobs.example.com. May be given again.",
)
@click.option(
    "--audit-log",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Append a line for each call to this file; to standard error if not given.",
)
@click.option(
    "--starts-per-minute",
    type=click.IntRange(1),
    default=6,
    show_default=True,
    help="New runs that all agents together may start in a minute.",
)
def mcp(**given: Any) -> None:
    """Serve a tool for each listed job, and tools for the status, the output and the end of their runs.

    Over HTTP it listens on this machine alone. Another --host needs the variable BRICKFORM_MCP_TOKEN, which
    every request then has to bear, and belongs behind a proxy with TLS. Needs brickform[mcp].
    """
    execute(McpCall(**given))


def execute(call: McpCall) -> None:
    try:
        from brickform.functions.agents import mcp_server
    except ModuleNotFoundError as error:
        raise BrickformError("the MCP server needs: pip install 'brickform[mcp]'") from error
    if not call.http and call.ids == "-":
        raise UsageError("the standard input belongs to the client: give --ids a file")
    token = os.environ.get(_TOKEN_VARIABLE) or None
    if call.http and call.host not in _LOOPBACK:
        _check_open_to_others(call, token)
    with ExitStack() as open_files:
        tools = _tools(call, open_files)
        if not call.http:
            mcp_server.serve_stdio(tools)
            return
        try:
            mcp_server.serve_http(tools, call.host, call.port, call.public_hosts, token, _say)
        except OSError as error:
            raise BrickformError(
                f"{call.host}:{call.port} cannot be listened at: {error.strerror}"
            ) from error


def _check_open_to_others(call: McpCall, token: str | None) -> None:
    what = f"--host {call.host} lets other machines in"
    if token is None:
        raise UsageError(f"{what}: {_TOKEN_VARIABLE} has to hold a secret that every request bears")
    if not call.public_hosts:
        raise UsageError(f"{what}: say with --public-host to which host their requests are addressed")


def _say(text: str) -> None:
    click.echo(text, err=True)


def _tools(call: McpCall, open_files: ExitStack) -> AgentTools:
    from brickform.functions.agents.audit import AuditLog
    from brickform.functions.agents.tools import AgentTools
    from brickform.functions.listed_jobs import listed_jobs
    from brickform.functions.operations import workspace_for_callers

    wanted = wanted_jobs(call)
    workspace = workspace_for_callers(call.profile, wanted.host)
    audit = AuditLog(_audit_stream(call.audit_log, open_files))
    jobs = listed_jobs(workspace, wanted.jobs)
    return AgentTools(workspace, jobs, audit, call.starts_per_minute)


def _audit_stream(file: Path | None, open_files: ExitStack) -> TextIO:
    if file is None:
        return sys.stderr
    try:
        return open_files.enter_context(file.open("a", encoding="utf-8"))
    except OSError as error:
        raise BrickformError(f"'{file}' cannot be written: {error.strerror}") from error
