"""``brickform validate``."""

from __future__ import annotations

from typing import Any

import click

from brickform.cli.exit_codes import CONFIG_ERRORS, DONE
from brickform.cli.project_options import ProjectCall, project_options
from brickform.cli.reporting import plural, print_report, say


@click.command(short_help="Find every mistake in a project.")
@project_options
@click.pass_context
def validate(ctx: click.Context, /, **given: Any) -> None:
    """Find every mistake in the project at PATH; writes nothing, needs no network."""
    ctx.exit(execute(ProjectCall(**given)))


def execute(call: ProjectCall) -> int:
    from brickform.pipeline import build_graph, load

    compiled = build_graph(load(call.load_options()))
    print_report(call, compiled.diagnostics, {"valid": compiled.graph is not None})
    if compiled.graph is None:
        return CONFIG_ERRORS
    say(call, f"valid for target '{compiled.graph.target.name}': {plural(len(compiled.graph.jobs), 'job')}")
    return DONE
