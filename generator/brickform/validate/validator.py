"""Holds configs against the schemas; says everything that is wrong, and changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.location import ConfigPath
from brickform.resolve.project import ResolvedModel, ResolvedProject
from brickform.sourced import Sourced
from brickform.validate.allowed_fields import NOTHING_ALLOWED, AllowedFields
from brickform.validate.messages import explain, likely_typos
from brickform.validate.schema import Shape, cluster_shape, model_shape, project_shape, with_dbt_shape

_CONFIGS = (
    ("clusters", "*"),
    ("defaults",),
    ("jobs", "*", "access_control_list"),
    ("jobs", "*", "job_cluster_config"),
    ("jobs", "*", "python_job_config"),
    ("models", "*", "config"),
    ("targets", "*", "defaults"),
    ("targets", "*", "jobs", "*", "access_control_list"),
    ("targets", "*", "jobs", "*", "job_cluster_config"),
    ("targets", "*", "jobs", "*", "python_job_config"),
    ("targets", "*", "models", "*"),
)
"""Where brickform.yml holds configs; a star is any key or index."""


def validate(project: ResolvedProject) -> Diagnostics:
    """Check the config of every model and of every job of several, and every shared cluster."""
    problems = Diagnostics()
    allowed = AllowedFields(project.allow_fields)
    for model in project.models:
        problems.extend(validate_model(model, allowed))
    for job in project.jobs:
        problems.extend(_check(model_shape(), job.config, allowed))
        if job.with_dbt is not None:
            problems.extend(_check(with_dbt_shape(), job.with_dbt, NOTHING_ALLOWED))
    for _name, cluster in project.clusters.items() if project.clusters is not None else ():
        problems.extend(_check(cluster_shape(), cluster, allowed))
    return problems


def validate_model(model: ResolvedModel, allowed: AllowedFields = NOTHING_ALLOWED) -> Diagnostics:
    """Check the config of one model: merged, with nothing left to render."""
    problems = _check(model_shape(), model.config, allowed)
    problems.extend(likely_typos(model.config.value, model.config.source))
    return problems


def validate_project_file(document: Sourced) -> Diagnostics:
    """Check brickform.yml as it was read: any value may still be a string with Jinja in it.

    What stands there about models may be incomplete; ``validate_model`` sees it merged.
    """
    listed = document.get("allow_fields")
    allowed = AllowedFields(listed.elements() if listed is not None else ())
    found = _check(project_shape(), document, NOTHING_ALLOWED)
    return Diagnostics(allowed.judge(item) if is_inside_a_config(item.path) else item for item in found)


def unused_allow_fields(project: ResolvedProject, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield an info for each entry of ``allow_fields`` that let nothing pass in all that was ``found``."""
    return AllowedFields(project.allow_fields).unused(found)


def is_inside_a_config(path: ConfigPath) -> bool:
    """Whether a path of brickform.yml leads to a part of what is checked once more when it is merged."""
    return any(
        len(path) > len(start) and all(step in ("*", key) for step, key in zip(start, path, strict=False))
        for start in _CONFIGS
    )


def _check(shape: Shape, item: Sourced, allowed: AllowedFields) -> Diagnostics:
    return explain(shape.violations(item), item.source, allowed)
