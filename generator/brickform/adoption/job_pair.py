"""A model and the job in the workspace that it takes over."""

from __future__ import annotations

from typing import Any, NamedTuple

from brickform.adoption.overlay import Json
from brickform.compile.model import Job, Permissions, Ref
from brickform.resolve.project import ResolvedModel
from brickform.workspace.existing_jobs import ExistingJob


class ModelJob(NamedTuple):
    """A model, and the job that its config makes."""

    model: ResolvedModel
    job: Job
    permissions: Permissions | None


class JobPair(NamedTuple):
    """A model with its compiled job beside the existing one."""

    mine: ModelJob
    existing: ExistingJob
    main_task: str
    """The key of the existing task that runs the model."""


def main_task(settings: Json) -> Json:
    """Return the task of compiled settings that runs the notebook of the model."""
    return next(task for task in settings["tasks"] if isinstance(_notebook_path(task), Ref))


def _notebook_path(task: Json) -> Any:
    return (task.get("notebook_task") or {}).get("notebook_path")
