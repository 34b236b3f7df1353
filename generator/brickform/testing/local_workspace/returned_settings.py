"""The settings of a job as they are read: what the Jobs API adds to what was sent."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from brickform.testing.local_workspace.state import Json


def as_returned(settings: Json) -> Json:
    """Return a copy with what jobs/get adds."""
    returned = deepcopy(settings)
    for name in ("email_notifications", "webhook_notifications"):
        returned.setdefault(name, {})
    returned.setdefault("timeout_seconds", 0)
    returned.setdefault("max_concurrent_runs", 1)
    returned.setdefault("format", "MULTI_TASK")
    source = "GIT" if "git_source" in returned else "WORKSPACE"
    for task in returned.get("tasks", []):
        _complete_task(task, source)
    for cluster in _new_clusters(returned):
        _complete_new_cluster(cluster)
    return returned


def _complete_task(task: Json, source: str) -> None:
    if "depends_on" in task:
        task["depends_on"].sort(key=lambda upstream: upstream["task_key"])
    task.setdefault("email_notifications", {})
    task.setdefault("run_if", "ALL_SUCCESS")
    task.setdefault("timeout_seconds", 0)
    for part in _with_source(task):
        part.setdefault("source", source)
    nested = (task.get("for_each_task") or {}).get("task")
    if nested:
        _complete_task(nested, source)


def _with_source(task: Json) -> Iterator[Json]:
    candidates = [task.get(name) for name in ("notebook_task", "spark_python_task", "dbt_task")]
    candidates.append((task.get("sql_task") or {}).get("file"))
    return (part for part in candidates if part)


def _new_clusters(settings: Json) -> Iterator[Json]:
    tasks = settings.get("tasks", [])
    nested = [
        task["for_each_task"]["task"] for task in tasks if (task.get("for_each_task") or {}).get("task")
    ]
    owners = [*settings.get("job_clusters", []), *tasks, *nested]
    return (owner["new_cluster"] for owner in owners if owner.get("new_cluster"))


def _complete_new_cluster(cluster: Json) -> None:
    cluster.pop("apply_policy_default_values", None)
    cluster.setdefault("data_security_mode", "SINGLE_USER")
    cluster.setdefault("enable_elastic_disk", False)
    if not any(name in cluster for name in ("azure_attributes", "gcp_attributes", "instance_pool_id")):
        defaults = {"availability": "SPOT_WITH_FALLBACK", "zone_id": "us-west-2a"}
        cluster["aws_attributes"] = {**defaults, **cluster.get("aws_attributes", {})}
