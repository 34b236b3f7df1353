"""Environments: what serverless tasks have in the place of a cluster's libraries."""

from __future__ import annotations

from collections.abc import Iterator

from brickform import codes
from brickform.check.compute.clusters import cluster_of
from brickform.check.tasks.definitions import undefined_names
from brickform.check.tasks.job_tasks import JobTasks, names_compute, task_key
from brickform.diagnostics import Diagnostic
from brickform.sourced import Sourced
from brickform.suggestions import did_you_mean

_SERVERLESS_TOO = "a cluster or an environment"
_NEEDS = {
    "dbt_task": _SERVERLESS_TOO,
    "python_wheel_task": _SERVERLESS_TOO,
    "spark_jar_task": _SERVERLESS_TOO,
    "spark_python_task": _SERVERLESS_TOO,
    "spark_submit_task": "a cluster",
}
"""What each kind of task has to name: https://docs.databricks.com/api/workspace/jobs/create.

See ``environment_key`` there; ``bundle validate`` asks the same.
"""


def unknown_environments(job: JobTasks) -> Iterator[Diagnostic]:
    for task, named, known in undefined_names(job, "environments"):
        advice = "write environment_dependencies, or define it under python_job_config.environments"
        yield Diagnostic.at(
            codes.UNKNOWN_ENVIRONMENT,
            named,
            f"'{task_key(task)}' names the environment '{named.value}', which is not defined",
            help=did_you_mean(str(named.value), known, otherwise=advice),
        )


def missing_environments(job: JobTasks) -> Iterator[Diagnostic]:
    for task in job.all_tasks:
        kind = next((kind for kind in _NEEDS if kind in task.value), None)
        if kind and not names_compute(task) and task.value.get("environment_key") is None:
            yield Diagnostic.at(
                codes.ENVIRONMENT_REQUIRED,
                task.get("task_key") or task,
                f"'{task_key(task)}' is a {kind}, which needs {_NEEDS[kind]}",
                help="write job_cluster_key, existing_cluster_id or new_cluster"
                + (", or environment_key" if _NEEDS[kind] == _SERVERLESS_TOO else ""),
            )


def environments_on_clusters(job: JobTasks) -> Iterator[Diagnostic]:
    for task in job.all_tasks:
        environment = task.get("environment_key")
        if environment is not None and names_compute(task) and not _takes_environments(job, task):
            yield Diagnostic.at(
                codes.COMPUTE_CONFLICT,
                environment,
                f"environments are for serverless compute; '{task_key(task)}' runs on a cluster",
                help="remove environment_key, or the cluster",
                key=True,
            )


def _takes_environments(job: JobTasks, task: Sourced) -> bool:
    """Tell whether the cluster says how it installs packages: one of the modes is for environments."""
    cluster = cluster_of(job, task)
    return cluster is not None and "dependency_mode" in cluster.value
