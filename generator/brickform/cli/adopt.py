"""``brickform adopt``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from brickform.cli.exit_codes import CONFIG_ERRORS, DONE
from brickform.cli.project_options import MANIFEST, PROFILES_DIR, PROJECT, TARGET, VARS, ProjectCall
from brickform.cli.reporting import plural, print_report
from brickform.errors import BrickformError, UsageError

if TYPE_CHECKING:
    from brickform.adoption.adopt import Adoption

_PROJECT_FILE = "brickform.yml"


@dataclass(frozen=True, kw_only=True)
class AdoptCall(ProjectCall):
    """The options of ``brickform adopt``."""

    jobs: tuple[str, ...]
    made_by_dbt: bool
    output: Path | None
    profile: str | None


@click.command(short_help="Take over jobs that exist in a workspace.")
@click.argument("jobs", nargs=-1, metavar="[JOB | MODEL=JOB]...")
@click.option("--made-by-dbt", is_flag=True, help="All jobs that dbt made for the models of the project.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write a new file; without, print.",
)
@PROJECT
@TARGET
@VARS
@PROFILES_DIR
@MANIFEST
@click.option("--profile", metavar="NAME", help="Profile of ~/.databrickscfg.")
@click.option(
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Text, or one JSON document.",
)
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors and warnings.")
@click.pass_context
def adopt(ctx: click.Context, /, **given: Any) -> None:
    """Write down what the models of a project need for taking over each JOB as it is.

    JOB is the id or the exact name of a job. It belongs to the model whose job has its name; MODEL=JOB says
    which one otherwise. Nothing is changed in the workspace.

    Exit code: 0 every JOB is written down, 1 one is left out or the project has errors, 5 the
    workspace refused.
    """
    ctx.exit(execute(AdoptCall(select=(), verbose=True, **given)))


def execute(call: AdoptCall) -> int:
    from brickform.adoption.adopt import adopt as adopt_jobs
    from brickform.adoption.matching import Request
    from brickform.workspace.client import Workspace

    if not call.jobs and not call.made_by_dbt:
        raise UsageError("name a job, or give --made-by-dbt")
    done = adopt_jobs(
        Request(call.jobs, call.made_by_dbt),
        call.load_options(),
        lambda host: Workspace(call.profile, project_host=host),
    )
    print_report(call, done.diagnostics, _result(done))
    if done.fragment is None:
        return CONFIG_ERRORS
    return _deliver(call, done, done.fragment)


def _deliver(call: AdoptCall, done: Adoption, fragment: str) -> int:
    if fragment and call.output is not None:
        _write_new(call.output, fragment)
    elif fragment and call.output_format == "text":
        click.echo(fragment, nl=False)
    if not call.quiet and call.output_format == "text":
        for line in _next_steps(call, done):
            click.echo(line, err=True)
    return CONFIG_ERRORS if len(done.jobs) < len(set(call.jobs)) else DONE


def _write_new(file: Path, text: str) -> None:
    """Write a file that is not there, or that holds this text already."""
    from brickform.output.disk import write_whole

    if not file.exists():
        write_whole({file: text.encode()})
    elif file.read_bytes() != text.encode():
        raise BrickformError(f"'{file}' is there already, and is not overwritten; name another file")


def _result(done: Adoption) -> dict[str, Any]:
    jobs = [{"model": job.model, "job_id": job.job_id} for job in done.jobs]
    return {"adopted": jobs, "brickform_yml": done.fragment}


def _next_steps(call: AdoptCall, done: Adoption) -> list[str]:
    if not done.fragment:
        return ["nothing to write"]
    own = call.path / _PROJECT_FILE
    found = f"{plural(len(done.jobs), 'job')} for target '{done.target}'"
    is_own = call.output is not None and call.output.resolve() == own.resolve()
    if is_own:
        steps = [f"{found} in {call.output}"]
    elif call.output is not None:
        steps = [f"{found} in {call.output}", f"next: put its lines into {own}"]
    else:
        steps = [found, f"next: put these lines into {own}"]
    plan = f"then: brickform generate terraform -t {done.target}, and read the plan: it imports every job"
    return [*steps, plan]
