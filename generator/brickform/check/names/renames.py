"""A previous name leads from one job of the past to one model of today."""

from __future__ import annotations

from collections.abc import Iterator

from brickform import codes
from brickform.compile.graph import ResourceGraph
from brickform.compile.model import Job, ReleasedJob
from brickform.compile.names import resource_key
from brickform.diagnostics import Diagnostic
from brickform.resolve.project import ResolvedProject
from brickform.sourced import Sourced


def previous_names_in_use(graph: ResourceGraph, project: ResolvedProject) -> Iterator[Diagnostic]:
    together = {model for job in project.jobs for model in job.models}
    alone = [model for model in project.models if model.unique_id not in together]
    existing = {resource_key(model, project.name): model for model in alone}
    for _, name in _previous_names(graph):
        if name.value in existing:
            model = existing[name.value]
            yield Diagnostic.at(
                codes.PREVIOUS_NAME_EXISTS,
                name,
                f"'{name.value}' is the name of a model today ({model.source.location})",
                help="remove it: a job cannot be taken from a model that has it",
            )


def previous_names_claimed_twice(graph: ResourceGraph) -> Iterator[Diagnostic]:
    claimed: dict[str, str] = {}
    for job, name in _previous_names(graph):
        first = claimed.setdefault(name.value, job.key)
        if first != job.key:
            yield Diagnostic.at(
                codes.PREVIOUS_NAME_TWICE,
                name,
                f"'{name.value}' is a previous name of '{first}' already",
                help="leave it with the one model that takes over the job",
            )


def _previous_names(graph: ResourceGraph) -> Iterator[tuple[Job | ReleasedJob, Sourced]]:
    owners: list[Job | ReleasedJob] = [*graph.jobs, *graph.released]
    for owner in owners:
        for name in owner.previous_keys:
            yield owner, name
