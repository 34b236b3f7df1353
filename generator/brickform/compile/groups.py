"""Which models share a job."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from brickform.compile.names import resource_key
from brickform.compile.options import CompileOptions
from brickform.resolve.project import ResolvedModel, ResolvedProject

WORKFLOW_JOB = "workflow_job"
DEFAULT_SUBMISSION_METHOD = "all_purpose_cluster"


class ModelGroup(NamedTuple):
    """One or more models that become one job."""

    key: str
    models: tuple[ResolvedModel, ...]

    @property
    def lead(self) -> ResolvedModel:
        """The model whose ``python_job_config`` holds the settings of the whole job."""
        return self.models[0]

    @property
    def model_ids(self) -> tuple[str, ...]:
        return tuple(model.unique_id for model in self.models)


def submission_method(model: ResolvedModel) -> str:
    """Return how dbt would run the model; dbt-databricks' default is an all-purpose cluster."""
    method = model.config.get("submission_method")
    return DEFAULT_SUBMISSION_METHOD if method is None else str(method.value)


def is_deployed(model: ResolvedModel, options: CompileOptions) -> bool:
    return options.include_one_time or submission_method(model) == WORKFLOW_JOB


def is_released(model: ResolvedModel) -> bool:
    return model.config.value.get("release") is True


def group_models(project: ResolvedProject, options: CompileOptions) -> Iterator[ModelGroup]:
    """Yield the groups of all models that are deployed or let go; today every model has a job of its own."""
    for model in project.models:
        if is_deployed(model, options) or is_released(model):
            yield ModelGroup(resource_key(model, project.name), (model,))
