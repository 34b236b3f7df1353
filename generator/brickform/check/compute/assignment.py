"""What a task runs on must be one thing, and must exist."""

from __future__ import annotations

from collections.abc import Iterator

from brickform import codes
from brickform.check.tasks.definitions import undefined_names
from brickform.check.tasks.job_tasks import JobTasks, names_compute, task_key
from brickform.compile.compute import COMPUTE_KEYS
from brickform.compile.model import Ref
from brickform.diagnostics import Diagnostic
from brickform.sourced import Sourced
from brickform.suggestions import did_you_mean


def unknown_job_clusters(job: JobTasks) -> Iterator[Diagnostic]:
    for task, named, known in undefined_names(job, "job_clusters"):
        advice = "define it under python_job_config.job_clusters"
        yield Diagnostic.at(
            codes.UNKNOWN_JOB_CLUSTER,
            named,
            f"'{task_key(task)}' runs on the job cluster '{named.value}', which is not defined",
            help=did_you_mean(str(named.value), known, otherwise=advice),
        )


def several_computes(job: JobTasks) -> Iterator[Diagnostic]:
    for task in job.all_tasks:
        named = [key for key in COMPUTE_KEYS if task.value.get(key) is not None]
        if len(named) > 1:
            yield Diagnostic.at(
                codes.SEVERAL_COMPUTES,
                task.get(named[1]) or task,
                f"'{task_key(task)}' names {len(named)} computes: {', '.join(named)}",
                help="keep one of them",
                key=True,
            )


def left_to_serverless(job: JobTasks) -> Iterator[Diagnostic]:
    """Report notebooks that name no compute in a job whose other tasks run on clusters."""
    if not any(names_compute(task) for task in job.all_tasks):
        return
    for task in job.all_tasks:
        if _is_notebook_of_the_user(task) and not names_compute(task):
            yield Diagnostic.at(
                codes.LEFT_TO_SERVERLESS,
                task.get("task_key") or task,
                f"'{task_key(task)}' names no cluster, so it runs on serverless compute",
                help="if that is not meant, write job_cluster_key, existing_cluster_id or new_cluster",
            )


def _is_notebook_of_the_user(task: Sourced) -> bool:
    notebook = task.value.get("notebook_task")
    if not isinstance(notebook, dict) or isinstance(notebook.get("notebook_path"), Ref):
        return False
    return notebook.get("warehouse_id") is None and task.value.get("environment_key") is None
