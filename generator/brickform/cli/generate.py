"""``brickform generate``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from brickform.cli.exit_codes import CONFIG_ERRORS, DONE, OUT_OF_DATE
from brickform.cli.generate_call import GenerateCall
from brickform.cli.project_options import project_options
from brickform.cli.reporting import print_report, say

if TYPE_CHECKING:
    from brickform.output.plan import WritePlan
    from brickform.pipeline import Generated


_MODULE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


class _Folder(click.Path):
    """A folder; not the empty text that an unset shell variable leaves."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            self.fail("it is empty", param, ctx)
        return super().convert(value, param, ctx)


@click.command(short_help="Write Terraform JSON or an Asset Bundle.")
@click.argument("format", type=click.Choice(["terraform", "bundle"]))
@project_options
@click.option(
    "-o",
    "--output-dir",
    required=True,
    type=_Folder(file_okay=False, path_type=Path),
    help="Folder to write to; nothing outside it is touched.",
)
@click.option("--include-one-time", is_flag=True, help="Deploy the models of one-time runs as jobs too.")
@click.option("--module", metavar="NAME", help="Terraform: write a module that your own root includes.")
@click.option(
    "--layout",
    type=click.Choice(["per-model", "per-folder"]),
    help="Bundle: one file a model (the default), or one for the models of a folder.",
)
@click.option("--check", is_flag=True, help="Write nothing; exit 3 if the folder is out of date.")
@click.option("--diff", is_flag=True, help="Write nothing; print what would change.")
@click.option(
    "--force", is_flag=True, help="Overwrite and remove files that are not as brickform wrote them."
)
@click.pass_context
def generate(ctx: click.Context, /, **given: Any) -> None:
    """Write the jobs of the project at PATH as Terraform JSON or as an Asset Bundle."""
    call = GenerateCall(**given)
    if call.module is not None and call.format != "terraform":
        raise click.UsageError("--module goes with 'terraform' only")
    if call.module is not None and not _MODULE_NAME.fullmatch(call.module):
        raise click.UsageError("--module takes a name of letters, digits, '_' and '-', a letter first")
    if call.layout is not None and call.format != "bundle":
        raise click.UsageError("--layout goes with 'bundle' only")
    ctx.exit(execute(call))


def execute(call: GenerateCall) -> int:
    from brickform.cli.generate_summary import result, summary

    done = _run(call)
    print_report(call, done.diagnostics, result(call, done))
    if done.plan is None:
        return CONFIG_ERRORS
    if call.dry_run:
        return _compare(call, done.plan)
    for line in summary(call, done):
        say(call, line)
    return DONE


def _run(call: GenerateCall) -> Generated:
    from brickform.compile.options import CompileOptions
    from brickform.emit.options import PER_MODEL
    from brickform.pipeline import GenerateOptions, build_graph, generate, load

    compiled = build_graph(load(call.load_options()), CompileOptions(include_one_time=call.include_one_time))
    options = GenerateOptions(
        call.format,
        call.output_dir,
        call.module,
        call.layout or PER_MODEL,
        force=call.force,
        dry_run=call.dry_run,
    )
    return generate(compiled, options)


def _compare(call: GenerateCall, plan: WritePlan) -> int:
    from brickform.cli.generate_summary import coloured_diff, differences

    if call.diff and call.output_format == "text":
        click.echo(coloured_diff(plan), nl=False)
    if not call.check:
        return DONE
    for line in differences(plan):
        say(call, line)
    return DONE if plan.is_current else OUT_OF_DATE
