"""No two resources may answer to one name."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import TypeVar

from brickform import codes
from brickform.compile.graph import ResourceGraph
from brickform.compile.model import Cluster, Job, Notebook, ReleasedJob
from brickform.compile.names import safe_key
from brickform.diagnostics import Code, Diagnostic
from brickform.location import SourceMap
from brickform.resolve.project import ResolvedProject

_Item = TypeVar("_Item")
_Resource = Job | Cluster | ReleasedJob


def duplicate_resource_keys(graph: ResourceGraph) -> Iterator[Diagnostic]:
    # Keys name files, and some file systems ignore case.
    resources: list[_Resource] = [*graph.jobs, *graph.released, *graph.clusters]
    for first, second in _pairs(resources, lambda item: item.key.casefold()):
        yield _twice(
            codes.DUPLICATE_RESOURCE_KEY,
            _place(second),
            f"the resource key '{second.key}' is taken by {_named(first)}",
            "rename one of the two",
        )


def unsafe_cluster_keys(graph: ResourceGraph) -> Iterator[Diagnostic]:
    for cluster in graph.clusters:
        if safe_key(cluster.key) != cluster.key:
            yield _unsafe(codes.UNSAFE_CLUSTER_KEY, cluster.settings.source, cluster.key)


def unsafe_job_keys(graph: ResourceGraph) -> Iterator[Diagnostic]:
    owners: list[Job | ReleasedJob] = [*graph.jobs, *graph.released]
    for job in owners:
        if safe_key(job.key) != job.key:  # that of a model is made safe
            yield _unsafe(codes.UNSAFE_JOB_KEY, _place(job), job.key)


def _unsafe(code: Code, place: SourceMap, key: str) -> Diagnostic:
    summary = f"'{key}' cannot be the key of a resource"
    advice = f"use letters, digits, '_' and '-', a letter first: '{safe_key(key)}'"
    return Diagnostic.at(code, place, summary, help=advice, key=True)


def duplicate_job_names(graph: ResourceGraph) -> Iterator[Diagnostic]:
    # The workspace looks names up without regard to case.
    for first, second in _pairs(graph.jobs, lambda job: str(job.settings.value["name"]).casefold()):
        if first.existing_job_id is None or second.existing_job_id is None:
            yield _twice(
                codes.DUPLICATE_JOB_NAME,
                second.settings.source.find(("name",)),
                f"the job name '{second.settings.value['name']}' is taken by {_named(first)}",
                "give each job a name of its own, or each its own existing_job_id",
            )


def duplicate_notebook_paths(graph: ResourceGraph) -> Iterator[Diagnostic]:
    def path(notebook: Notebook) -> str:
        return notebook.path.casefold()

    for first, second in _pairs(graph.notebooks, path):
        yield _twice(
            codes.DUPLICATE_NOTEBOOK_PATH,
            second.source,
            f"'{second.key}' and '{first.key}' write the same table, so their notebooks have one path",
            "give one of them another alias, schema or catalog",
        )


def adopted_twice(graph: ResourceGraph, project: ResolvedProject) -> Iterator[Diagnostic]:
    adopted = [job for job in graph.jobs if job.existing_job_id is not None]
    for first, second in _pairs(adopted, _adopted_id):
        yield _twice(
            codes.ADOPTED_TWICE,
            _place_of_id(second),
            f"the job {_adopted_id(second)} is adopted by {_named(first)} too",
            "a job can be adopted by one model only",
        )
    for job in adopted:
        targets = project.adopted_in.get(_adopted_id(job), ())
        if len(targets) > 1:
            yield _twice(
                codes.ADOPTED_TWICE,
                _place_of_id(job),
                f"the job {_adopted_id(job)} is adopted in {len(targets)} targets: {', '.join(targets)}",
                f"write existing_job_id for one target only, {_under_targets(job)}"
                " or as \"{{ '" + _adopted_id(job) + "' if target.name == '" + targets[-1] + "' else '' }}\"",
            )


def adopted_in_development(graph: ResourceGraph) -> Iterator[Diagnostic]:
    # https://docs.databricks.com/en/dev-tools/bundles/deployment-modes.html
    if graph.target.mode != "development":
        return
    for job in graph.jobs:
        if job.existing_job_id is not None:
            yield Diagnostic.at(
                codes.ADOPTED_IN_DEVELOPMENT,
                job.existing_job_id,
                f"the target '{graph.target.name}' is for development: a bundle would rename"
                f" the existing job {_adopted_id(job)} and pause its schedule",
                help=f"write existing_job_id for the target that the job belongs to: {_under_targets(job)}",
            )


def _adopted_id(job: Job) -> str:
    return "" if job.existing_job_id is None else str(job.existing_job_id.value)


def _place_of_id(job: Job) -> SourceMap:
    return job.settings.source if job.existing_job_id is None else job.existing_job_id.source


def _pairs(items: Iterable[_Item], name: Callable[[_Item], Hashable]) -> Iterator[tuple[_Item, _Item]]:
    """Yield each item whose name an earlier one has, behind that earlier one."""
    seen: dict[Hashable, _Item] = {}
    for item in items:
        first = seen.setdefault(name(item), item)
        if first is not item:
            yield first, item


def _named(item: _Resource) -> str:
    owner = "cluster" if isinstance(item, Cluster) else "job" if item.grouped else "model"
    return f"the {owner} '{item.key}' ({_place(item).location})"


def _under_targets(job: Job) -> str:
    return f"under targets: NAME: {'jobs' if job.grouped else 'models'}: in brickform.yml"


def _place(item: _Resource) -> SourceMap:
    return item.source if isinstance(item, ReleasedJob) else item.settings.source


def _twice(code: Code, place: SourceMap, summary: str, help: str) -> Diagnostic:
    return Diagnostic.at(code, place, summary, help=help)
