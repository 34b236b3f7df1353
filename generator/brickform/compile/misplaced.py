"""Settings of a job that stand in one of its models, and the other way round."""

from __future__ import annotations

from collections.abc import Iterator

from brickform import codes
from brickform.compile.groups import ModelGroup, is_released
from brickform.compile.keys import TASK_KEYS, is_job_key
from brickform.diagnostics import Diagnostic
from brickform.location import SourceMap
from brickform.read.brickform_project import BRICKFORM_PROJECT
from brickform.resolve.project import GroupedJob, ResolvedModel
from brickform.sourced import Sourced

_OF_BOTH = frozenset(
    {
        "description",
        "email_notifications",
        "health",
        "notification_settings",
        "timeout_seconds",
        "webhook_notifications",
    }
)
"""What the Jobs API has for jobs and for tasks."""


def misplaced_settings(group: ModelGroup) -> Iterator[Diagnostic]:
    if group.together is not None:
        yield from _of_a_task(group.together)
        for model in group.models:
            yield from _of_the_job(model, group.together)


def _of_the_job(model: ResolvedModel, job: GroupedJob) -> Iterator[Diagnostic]:
    """Report what the model says of a job, which it shares; ``defaults`` of brickform.yml reach the job."""
    written = model.config.get("python_job_config")
    for key, value in written.items() if written is not None else ():
        is_of_the_job = is_job_key(key) or key == "existing_job_id"
        if is_of_the_job and value.value is not None and not is_default(value.source):
            yield _belongs_to_job(key, value, f"python_job_config: {{ {key}: … }}", job)
    if is_released(model.config) and (release := model.config.get("release")) is not None:
        yield _belongs_to_job("release", release, "release: true", job)


def _belongs_to_job(key: str, value: Sourced, line: str, job: GroupedJob) -> Diagnostic:
    advice = f"write it in {BRICKFORM_PROJECT}, under jobs: {job.name}: {line}"
    if key in _OF_BOTH:
        advice += ", or for the task alone under additional_task_settings"
    summary = f"'{key}' is a setting of the job; the job '{job.name}' takes none from its models"
    return Diagnostic.at(codes.BELONGS_TO_JOB, value, summary, help=advice, key=True)


def _of_a_task(job: GroupedJob) -> Iterator[Diagnostic]:
    """Report what the job says of a task, of which it has many."""
    written = job.config.get("python_job_config")
    for key, value in written.items() if written is not None else ():
        is_of_a_task = key in TASK_KEYS or key == "additional_task_settings"
        if is_of_a_task and value.value is not None and not is_default(value.source):
            yield Diagnostic.at(
                codes.BELONGS_TO_MODELS,
                value,
                f"'{key}' is a setting of a task, and the job '{job.name}' has one for each model",
                help="write it in the configs of the models",
                key=True,
            )


def is_default(place: SourceMap) -> bool:
    """Tell whether a setting stands in the ``defaults`` of brickform.yml, or in those of a target."""
    path = place.config_path
    return place.location.file == BRICKFORM_PROJECT and "defaults" in (*path[:1], *path[2:3])
