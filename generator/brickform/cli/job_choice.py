"""Which job is meant on the command line, and in which workspace it has to be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from brickform.cli.exit_codes import CONFIG_ERRORS
from brickform.cli.project_options import PROFILES_DIR, TARGET, VARS
from brickform.workspace.job_names import as_job

if TYPE_CHECKING:
    from brickform.compile.graph import ResourceGraph

_Command = TypeVar("_Command", bound=Callable[..., Any])
_PROJECT_FILES = ("brickform.yml", "dbt_project.yml")


@dataclass(frozen=True, kw_only=True)
class JobCall:
    """What JOB may be looked up in: a file of ids, and the project that knows keys and models."""

    ids: str | None
    project: Path | None
    target: str | None
    variables: Mapping[str, Any]
    profiles_dir: Path | None


@dataclass(frozen=True)
class ChosenJob:
    """An id, or a name of which the workspace knows the id; ``host`` is where the project's target is."""

    job: int | str
    host: str | None = None
    advice: str = ""
    """What may have been meant, if there is no job of this name."""
    key: str = ""
    """The resource key under which it was found."""


def job_options(command: _Command) -> _Command:
    """Give a command the argument JOB and the fields of ``JobCall``."""
    return _decorated(command, click.argument("job"))


def optional_job_options(command: _Command) -> _Command:
    """Do the same where JOB may be left out."""
    return _decorated(command, click.argument("job", required=False))


def _decorated(command: _Command, argument: Callable[[Any], Any]) -> _Command:
    for decorate in reversed((argument, *CHOICE_OPTIONS)):
        command = decorate(command)
    return command


def choose_job(call: JobCall, word: str) -> ChosenJob:
    """Find the job: digits are an id; then ``--ids``, the project, and the name itself say what it is.

    A project is read when it is named by an option, and for a word when it lies in the current folder.
    """
    return choose_jobs(call, (word,))[0]


def choose_jobs(call: JobCall, words: Sequence[str]) -> list[ChosenJob]:
    """Find several jobs in the same way, and read everything once."""
    jobs = [as_job(word) for word in words]
    has_words = any(isinstance(job, str) for job in jobs)
    root = _project_root(call, looked_for=has_words and call.ids is None)
    graph = _read_project(call, root) if root is not None else None
    find_by_key = _ids_in_file(call.ids) if has_words and call.ids is not None else None
    return [_chosen(job, find_by_key, graph) for job in jobs]


def _chosen(
    job: int | str, find_by_key: Callable[[str], int] | None, graph: ResourceGraph | None
) -> ChosenJob:
    host = graph.target.host if graph is not None else None
    if isinstance(job, str) and find_by_key is not None:
        return ChosenJob(find_by_key(job), host, key=job)
    if isinstance(job, str) and graph is not None:
        return _from_graph(job, graph)
    return ChosenJob(job, host)


def _project_root(call: JobCall, *, looked_for: bool) -> Path | None:
    if call.project is not None:
        return call.project
    here = Path()
    has_project = any((here / name).is_file() for name in _PROJECT_FILES)
    return here if call.target is not None or (looked_for and has_project) else None


def _read_project(call: JobCall, root: Path) -> ResourceGraph:
    """Return the jobs of a project; one with errors is reported, and ends the command."""
    from brickform.compile.options import CompileOptions
    from brickform.pipeline import LoadOptions, build_graph, load
    from brickform.report import REPORTERS, Report

    options = LoadOptions(root, call.profiles_dir, call.target, call.variables)
    compiled = build_graph(load(options), CompileOptions(include_one_time=True))
    if compiled.graph is None:
        click.echo(REPORTERS["text"].render(Report(compiled.diagnostics, root, -1)), nl=False, err=True)
        raise click.exceptions.Exit(CONFIG_ERRORS)
    return compiled.graph


def _ids_in_file(file: str) -> Callable[[str], int]:
    from brickform.workspace.ids_file import find_job_id_in, read_job_ids

    name = "the standard input" if file == "-" else f"'{file}'"
    with click.open_file(file, "rb") as opened:
        ids = read_job_ids(opened.read(), name)
    return lambda key: find_job_id_in(ids, key, name)


def _from_graph(word: str, graph: ResourceGraph) -> ChosenJob:
    """Find a job by its key, or by the name or unique id of one of its models; else the word is a name."""
    from brickform.suggestions import did_you_mean

    host = graph.target.host
    for job in graph.jobs:
        keys = (notebook.key for notebook in graph.notebooks_of(job))
        if job.is_called(word) or word in keys:
            if job.existing_job_id is not None:
                return ChosenJob(int(job.existing_job_id.value), host, key=job.key)
            return ChosenJob(str(job.settings.value["name"]), host, key=job.key)
    return ChosenJob(word, host, did_you_mean(word, [job.key for job in graph.jobs]))


_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
CHOICE_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--ids",
        metavar="FILE",
        type=click.Path(exists=True, dir_okay=False, allow_dash=True),
        help="JOB is a key of this file: what `terraform output -json` or `bundle summary -o json` printed.",
    ),
    click.option(
        "--project",
        metavar="PATH",
        type=_FOLDER,
        help="JOB is a model or a key of this project; for a word that of the current folder, if it has one.",
    ),
    TARGET,
    VARS,
    PROFILES_DIR,
)
