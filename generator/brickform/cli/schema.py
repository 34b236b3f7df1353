"""``brickform schema``."""

from __future__ import annotations

import click

from brickform.data_files import data_root


@click.command(short_help="Print a JSON Schema.")
@click.argument("name", type=click.Choice(["model", "project", "jobs"]))
def schema(name: str) -> None:
    """Print a JSON Schema: of a model's config, of brickform.yml, or of the Jobs API."""
    click.echo((data_root() / "schema" / f"{name}.schema.json").read_text(encoding="utf-8"), nl=False)
