"""The options of every command that talks to a workspace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import click

from brickform.cli.option_values import as_seconds

_Command = TypeVar("_Command", bound=Callable[..., Any])


@dataclass(frozen=True, kw_only=True)
class WorkspaceCall:
    """Which workspace, and how to report."""

    profile: str | None
    output_format: str
    quiet: bool


@dataclass(frozen=True, kw_only=True)
class WatchCall(WorkspaceCall):
    """How long to watch a run, and what to do when that is over."""

    wait: bool
    timeout: float | None
    on_timeout: str


def workspace_options(command: _Command) -> _Command:
    """Give a command the fields of ``WorkspaceCall``."""
    return _decorated(command, _WORKSPACE)


def watch_options(command: _Command) -> _Command:
    """Give a command the fields of ``WatchCall``."""
    return _decorated(command, (*_WATCH, *_WORKSPACE))


def _decorated(command: _Command, options: tuple[Callable[[Any], Any], ...]) -> _Command:
    for decorate in reversed(options):
        command = decorate(command)
    return command


_WATCH: tuple[Callable[[Any], Any], ...] = (
    click.option("--wait/--no-wait", default=True, show_default=True, help="Watch the run until it ends."),
    click.option(
        "--timeout", callback=as_seconds, metavar="TIME", help="Wait so long at most: 90 (seconds), 30m, 2h."
    ),
    click.option(
        "--on-timeout",
        type=click.Choice(["cancel", "detach"]),
        default="cancel",
        show_default=True,
        help="What becomes of the run then.",
    ),
)
_WORKSPACE: tuple[Callable[[Any], Any], ...] = (
    click.option("--profile", metavar="NAME", help="Profile of ~/.databrickscfg."),
    click.option(
        "--output-format",
        type=click.Choice(["text", "json", "json-lines"]),
        default="text",
        show_default=True,
        help="Text, one JSON document at the end, or one JSON event a line as it happens.",
    ),
    click.option("-q", "--quiet", is_flag=True, help="Say nothing before the end."),
)
