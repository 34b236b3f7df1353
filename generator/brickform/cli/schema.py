"""``brickform schema``."""

from __future__ import annotations

import json

import click

_NAMES = ("model", "project", "properties", "jobs")


@click.command(short_help="Print a JSON Schema for editors.")
@click.argument("name", type=click.Choice(_NAMES))
def schema(name: str) -> None:
    """Print a JSON Schema for editors, in one document that needs no other.

    Of a model's config, of brickform.yml, of a property file, or of the Jobs API. Wherever a value may
    stand, it takes a template of Jinja too.
    """
    from brickform.validate import documents

    document = getattr(documents, f"{name}_for_editors")()
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))
