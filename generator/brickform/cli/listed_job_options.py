"""The options of every command that works with the jobs that agents and SQL may start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from brickform.cli.exit_codes import CONFIG_ERRORS
from brickform.cli.job_choice import CHOICE_OPTIONS, JobCall, choose_jobs
from brickform.errors import UsageError

if TYPE_CHECKING:
    from brickform.functions.job_settings import JobSettings
    from brickform.functions.listed_jobs import WantedJob

_Command = TypeVar("_Command", bound=Callable[..., Any])


@dataclass(frozen=True, kw_only=True)
class ListedJobsCall(JobCall):
    """Which jobs, and in which workspace."""

    jobs: tuple[str, ...]
    profile: str | None


class WantedJobs(NamedTuple):
    """The jobs to list; ``host`` is where the project's target is, if a project was read."""

    jobs: tuple[WantedJob, ...]
    host: str | None


def listed_jobs_options(command: _Command) -> _Command:
    """Give a command the fields of ``ListedJobsCall``."""
    for decorate in reversed((_JOBS, *CHOICE_OPTIONS, _PROFILE)):
        command = decorate(command)
    return command


def wanted_jobs(call: ListedJobsCall, *, needs_one: bool = True) -> WantedJobs:
    """Find the jobs that ``--jobs`` names, or else brickform.yml.

    Raises UsageError where that is none, and one is needed.
    """
    from brickform.functions.job_settings import JobSettings
    from brickform.functions.listed_jobs import WantedJob

    settings = _settings(call.project or Path())
    words = call.jobs or tuple(settings)
    if needs_one and not words:
        raise UsageError(
            "no job is listed: name each with --jobs, or under 'functions: {jobs: …}' in brickform.yml"
        )
    wanted = []
    chosen = choose_jobs(call, words)
    for word, one in zip(words, chosen, strict=True):
        said = settings.get(word) or settings.get(one.key) or JobSettings()
        wanted.append(WantedJob(one.job, one.key, said.description, said.types, one.advice))
    return WantedJobs(tuple(wanted), chosen[0].host if chosen else None)


def _settings(root: Path) -> dict[str, JobSettings]:
    """Read ``functions:`` of brickform.yml; a file with errors is reported, and ends the command."""
    from brickform.diagnostics import Diagnostics
    from brickform.functions.job_settings import read_job_settings
    from brickform.read.brickform_project import BRICKFORM_PROJECT
    from brickform.read.source_files import SourceFolder
    from brickform.read.yaml_files import read_mapping
    from brickform.report import REPORTERS, Report
    from brickform.validate import validate_project_file

    folder, found = SourceFolder(root), Diagnostics()
    if not folder.has_entry(BRICKFORM_PROJECT):
        return {}
    document = read_mapping(folder, BRICKFORM_PROJECT, found)
    if document is not None:
        found.extend(validate_project_file(document))
    if found.has_errors:
        click.echo(REPORTERS["text"].render(Report(found, root, -1)), nl=False, err=True)
        raise click.exceptions.Exit(CONFIG_ERRORS)
    return read_job_settings(document) if document is not None else {}


_JOBS = click.option(
    "--jobs",
    multiple=True,
    metavar="JOB",
    help="An id, a model or key, or an exact name; may be given again. Those of brickform.yml if not given.",
)
_PROFILE = click.option("--profile", metavar="NAME", help="Profile of ~/.databrickscfg.")
