"""``brickform explain``."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from brickform.diagnostics import Code


@click.command(short_help="Say more about a code, such as BF302.")
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Say what CODE is about: the cause, a wrong example and a right one. Without CODE, list all codes."""
    from brickform.codes import all_codes, codes_by_id
    from brickform.report.explanation import render_explanation, render_table

    if code is None:
        click.echo(render_table(all_codes()), nl=False)
    else:
        width = shutil.get_terminal_size().columns
        click.echo(render_explanation(_find(code, codes_by_id()), width), nl=False)


def _find(name: str, by_id: Mapping[str, Code]) -> Code:
    found = by_id.get(name.strip().upper())
    if found is None:
        from brickform.suggestions import did_you_mean

        advice = did_you_mean(name, by_id, otherwise="'brickform explain' lists all codes")
        raise click.UsageError(f"there is no code '{name}': {advice}")
    return found
