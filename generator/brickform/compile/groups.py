"""Which models share a job."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from brickform import codes
from brickform.compile.names import folder_name, job_name, resource_key, top_folder
from brickform.compile.options import CompileOptions
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.location import SourceMap
from brickform.resolve.project import GroupedJob, Relation, ResolvedModel, ResolvedProject
from brickform.sourced import Sourced

WORKFLOW_JOB = "workflow_job"
DEFAULT_SUBMISSION_METHOD = "all_purpose_cluster"


class ModelGroup(NamedTuple):
    """One or more models that become one job."""

    key: str
    models: tuple[ResolvedModel, ...]
    config: Sourced
    """The config whose ``python_job_config`` holds the settings of the whole job."""
    source: SourceMap
    """Where the job is declared."""
    name: str
    """What the job is called unless its settings say it."""
    folder: str
    together: GroupedJob | None = None
    """The entry of ``jobs:``; None for the job of one model, which is declared by its model."""

    @property
    def model_ids(self) -> tuple[str, ...]:
        return tuple(model.unique_id for model in self.models)


def submission_method(model: ResolvedModel) -> str:
    """Return how dbt would run the model; dbt-databricks' default is an all-purpose cluster."""
    method = model.config.value.get("submission_method")
    return DEFAULT_SUBMISSION_METHOD if method is None else str(method)


def is_deployed(model: ResolvedModel, options: CompileOptions) -> bool:
    return options.include_one_time or submission_method(model) == WORKFLOW_JOB


def is_released(config: Sourced) -> bool:
    return config.value.get("release") is True


def group_models(
    project: ResolvedProject, options: CompileOptions, problems: Diagnostics
) -> Iterator[ModelGroup]:
    """Yield the groups of all models that are deployed or let go; a model in no job of ``jobs:`` is alone."""
    grouped: set[str] = set()
    for job in project.jobs:
        named = [model for model in project.models if model.unique_id in job.models]
        models = tuple(model for model in named if submission_method(model) == WORKFLOW_JOB)
        others = [model for model in named if submission_method(model) != WORKFLOW_JOB]
        grouped.update(model.unique_id for model in models)
        if models:
            yield _group(job, models, project)
            problems.extend(_run_once(model, job) for model in others)
        elif job.models:
            problems.add(_without_models(job))
    for model in project.models:
        if model.unique_id not in grouped and (is_deployed(model, options) or is_released(model.config)):
            yield _alone(model, project)


def _alone(model: ResolvedModel, project: ResolvedProject) -> ModelGroup:
    return ModelGroup(
        key=resource_key(model, project.name),
        models=(model,),
        config=model.config,
        source=model.source,
        name=job_name(model.relation),
        folder=folder_name(model, project.name),
    )


def _group(job: GroupedJob, models: tuple[ResolvedModel, ...], project: ResolvedProject) -> ModelGroup:
    return ModelGroup(
        key=job.name,
        models=models,
        config=job.config,
        source=job.config.source,
        name=job_name(Relation(project.target.catalog, project.target.schema, job.name)),
        folder=top_folder(project.name),
        together=job,
    )


def _run_once(model: ResolvedModel, job: GroupedJob) -> Diagnostic:
    return Diagnostic.at(
        codes.NOT_FOR_A_JOB,
        job.models[model.unique_id],
        f"'{model.name}' is submitted once a run, so the job '{job.name}' does not run it",
        help=f"set submission_method: {WORKFLOW_JOB} for it, or leave it out",
    )


def _without_models(job: GroupedJob) -> Diagnostic:
    return Diagnostic.at(
        codes.JOB_WITHOUT_MODELS,
        job.config,
        f"the job '{job.name}' has no model that it could run",
        help=f"name models with submission_method: {WORKFLOW_JOB} under 'models'",
        key=True,
    )
