"""``brickform functions call``."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from typing import Any

import click

from brickform.cli.exit_codes import DONE, WORKSPACE_TROUBLE
from brickform.functions.callables import CALLABLES

_STARTS_A_RUN = "trigger_databricks_flow"


@click.group("call", short_help="Call a function as an agent would.")
def functions_call() -> None:
    """Call a function with an agent's arguments, and print the JSON that the agent would get.

    Credentials are those of databricks-sdk; the variable DATABRICKS_CONFIG_PROFILE names a profile.

    Exit code: 0 the answer says success, 5 it does not.
    """


def _command(function: Callable[..., str]) -> click.Command:
    """Make a command of a function, with an option for each of its parameters."""
    documentation = inspect.getdoc(function) or ""
    summary = documentation.partition("\n")[0]
    options: list[click.Parameter] = [
        click.Option(
            [f"--{name.replace('_', '-')}", name],
            type=int if isinstance(parameter.default, int) else str,
            required=parameter.default is inspect.Parameter.empty,
            default=None if parameter.default is inspect.Parameter.empty else parameter.default,
            help=_described(documentation, name),
        )
        for name, parameter in inspect.signature(function).parameters.items()
    ]
    if function.__name__ == _STARTS_A_RUN:
        options.append(
            click.Option(["--dry-run"], is_flag=True, help="Print the requests that would be sent.")
        )

    def call(dry_run: bool = False, **given: Any) -> None:
        if dry_run:
            _preview(given)
            return
        answer = function(**given)
        click.echo(json.dumps(json.loads(answer), indent=2))
        click.get_current_context().exit(DONE if json.loads(answer)["success"] else WORKSPACE_TROUBLE)

    return click.Command(function.__name__, callback=call, params=options, help=summary, short_help=summary)


def _described(documentation: str, name: str) -> str:
    """Return what the docstring says of a parameter: one line under ``Args``."""
    lines = (line.strip() for line in documentation.splitlines())
    return next(line.partition(": ")[2] for line in lines if line.startswith(f"{name}: "))


def _preview(given: dict[str, Any]) -> None:
    from brickform.cli.dry_run import print_requests
    from brickform.functions.json_parameters import flow_request

    print_requests(flow_request(given).dry_run(), "json")


for _function in CALLABLES:
    functions_call.add_command(_command(_function))
