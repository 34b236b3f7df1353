"""Prints the requests that a command would send."""

from __future__ import annotations

import json
from collections.abc import Sequence

import click

from brickform.workspace.api_request import ApiRequest


def print_requests(requests: Sequence[ApiRequest], output_format: str) -> None:
    """Print requests in the order of sending: as HTTP writes them, as one document, or one a line."""
    if output_format == "text":
        from brickform.report.runs import render_requests

        click.echo(render_requests(requests), nl=False)
        return
    from brickform.report.run_documents import requests_document

    document = requests_document(requests)
    if output_format == "json":
        click.echo(json.dumps(document, indent=2))
        return
    for request in document["requests"]:
        click.echo(json.dumps(request))
