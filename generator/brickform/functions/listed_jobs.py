"""The jobs that agents and SQL may start: only what is listed, with the parameters that each job declares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple, get_args

from brickform.compile.names import safe_key
from brickform.errors import UsageError
from brickform.suggestions import did_you_mean
from brickform.workspace import jobs_api
from brickform.workspace.client import Workspace
from brickform.workspace.job_names import job_id_of
from brickform.workspace.paging import pages

ParameterType = Literal["STRING", "BOOLEAN", "DATE", "TIMESTAMP", "INT", "BIGINT", "DOUBLE"]
PARAMETER_TYPES: tuple[ParameterType, ...] = get_args(ParameterType)


class JobParameter(NamedTuple):
    """A parameter that a job declares."""

    name: str
    type: ParameterType
    default: str
    """The API knows text alone, whatever the type."""


class ListedJob(NamedTuple):
    """A deployed job that may be started."""

    job_id: int
    key: str
    """An identifier, unique among the listed jobs whatever its case: from the resource key or the name."""
    name: str
    description: str
    parameters: tuple[JobParameter, ...]


class WantedJob(NamedTuple):
    """A job to list, and what is said of it beside the workspace."""

    job: int | str
    """An id, or an exact name."""
    key: str = ""
    """The resource key, where it has one."""
    description: str = ""
    """Goes before the job's own."""
    types: Mapping[str, ParameterType] = {}
    """By the name of a parameter; one that is not here is STRING."""
    advice: str = ""
    """What may have been meant by a name that no job has."""


def listed_jobs(workspace: Workspace, wanted: Iterable[WantedJob]) -> tuple[ListedJob, ...]:
    """Ask the workspace about every wanted job, each once and in the order of the wanted ones.

    Raises WorkspaceError for a job that is not there, and UsageError for a type of a parameter that the job
    does not declare and for two jobs with one key.
    """
    listed: dict[int, ListedJob] = {}
    for one in wanted:
        job_id = job_id_of(workspace, one.job, one.advice)
        if job_id not in listed:
            listed[job_id] = _read_job(job_id, _job_settings(workspace, job_id), one)
    _check_keys(listed.values())
    return tuple(listed.values())


def _job_settings(workspace: Workspace, job_id: int) -> dict[str, Any]:
    """Return the settings of a job, with the parameters of all pages."""
    settings: dict[str, Any] = {}
    parameters: list[Any] = []
    for page in pages(workspace, lambda token: jobs_api.get_job(job_id, page_token=token)):
        of_page = page.get("settings") or {}
        settings = settings or of_page
        parameters += of_page.get("parameters") or []
    return {**settings, "parameters": parameters}


def _read_job(job_id: int, settings: Mapping[str, Any], wanted: WantedJob) -> ListedJob:
    name = str(settings.get("name") or job_id)
    key = safe_key(wanted.key or name, "job").replace("-", "_")
    description = wanted.description or str(settings.get("description") or "")
    defaults = {str(entry["name"]): str(entry.get("default") or "") for entry in settings["parameters"]}
    for parameter in wanted.types:
        if parameter not in defaults:
            advice = did_you_mean(parameter, defaults, otherwise=_declared(defaults))
            raise UsageError(f"the job '{name}' declares no parameter '{parameter}'; {advice}")
    parameters = (
        JobParameter(parameter, wanted.types.get(parameter, "STRING"), default)
        for parameter, default in defaults.items()
    )
    return ListedJob(job_id, key, name, description, tuple(parameters))


def _declared(names: Iterable[str]) -> str:
    return f"it declares {', '.join(names) or 'none'}"


def _check_keys(jobs: Iterable[ListedJob]) -> None:
    by_key: dict[str, ListedJob] = {}
    for job in jobs:
        other = by_key.setdefault(job.key.lower(), job)
        if other is not job:
            names = f"'{other.name}' (id {other.job_id}) and '{job.name}' (id {job.job_id})"
            raise UsageError(f"two jobs would be called '{job.key}': {names}; rename one of them")
