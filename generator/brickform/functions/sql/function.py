"""A SQL function of Unity Catalog, as data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from brickform.functions.listed_jobs import ListedJob, ParameterType


class Place(NamedTuple):
    """Where the functions lie, and the HTTP connection to the Jobs API that they use."""

    catalog: str
    schema: str
    connection: str


class ServicePrincipal(NamedTuple):
    """Who the connection is: an application id, and where its secret lies."""

    client_id: str
    secret_scope: str
    secret_key: str


class SqlParameter(NamedTuple):
    """A parameter; one that is optional is NULL unless given."""

    name: str
    type: ParameterType
    comment: str
    optional: bool = True


class SqlFunction(NamedTuple):
    """A function that answers with JSON; ``body`` is the template of its one query."""

    name: str
    comment: str
    parameters: tuple[SqlParameter, ...]
    body: str
    context: Mapping[str, Any]
    """What the template asks for beside the place."""


class AllowedJobs(NamedTuple):
    """The jobs that a caller may start, and whose runs it may see; any job, where that was asked for."""

    jobs: tuple[ListedJob, ...]
    any_job: bool

    @property
    def ids(self) -> list[str] | None:
        """Return the ids as text, which compares exactly; None is any."""
        return None if self.any_job else [str(job.job_id) for job in self.jobs]

    @property
    def ids_with_parameters(self) -> list[str]:
        """Return the jobs that take ``job_parameters`` and nothing else."""
        return [str(job.job_id) for job in self.jobs if job.parameters]
