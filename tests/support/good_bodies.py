"""Bodies as brickform writes them, with a bit of everything, for tests that plant something wrong."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import Any

import yaml

from brickform.compile.graph import ResourceGraph
from brickform.compile.model import Ref
from support.graphs import bundle_files, cluster, graph, job, permissions, task, terraform

Body = dict[str, Any]
FieldPath = tuple[str | int, ...]
GONE: Any = object()
"""Planted, it takes the field away."""

CLUSTER: Body = {
    "spark_version": "15.4.x-scala2.12",
    "node_type_id": "i3.xlarge",
    "autoscale": {"min_workers": 1, "max_workers": 3},
    "aws_attributes": {"availability": "SPOT", "first_on_demand": 1},
    "custom_tags": {"team": "data"},
    "enable_elastic_disk": True,
    "init_scripts": [{"workspace": {"destination": "/x.sh"}}],
    "spark_conf": {"spark.x": "on"},
    "spark_env_vars": {"KEY": "{{secrets/scope/key}}"},
}
SETTINGS: Body = {
    "name": "costs ${5}",
    "description": "two\nlines",
    "tags": {"team": "data", "rate": "1e3"},
    "timeout_seconds": 0,
    "max_concurrent_runs": 1,
    "parameters": [{"name": "day", "default": "no"}],
    "schedule": {"quartz_cron_expression": "0 0 8 * * ?", "timezone_id": "UTC", "pause_status": "PAUSED"},
    "git_source": {"git_url": "https://example.com/a/b", "git_provider": "gitHub", "git_branch": "main"},
    "run_as": {"service_principal_name": "0b66cdac-04f8-408e-9290-13c058a2ebe1"},
    "email_notifications": {"on_failure": ["a@b.c"], "no_alert_for_skipped_runs": True},
    "webhook_notifications": {"on_success": [{"id": "w1"}]},
    "notification_settings": {"no_alert_for_canceled_runs": True},
    "health": {"rules": [{"metric": "RUN_DURATION_SECONDS", "op": "GREATER_THAN", "value": 100}]},
    "environments": [
        {"environment_key": "env", "spec": {"environment_version": "4", "dependencies": ["a==1"]}}
    ],
    "job_clusters": [{"job_cluster_key": "main", "new_cluster": CLUSTER}],
    "tasks": [
        task(
            "main",
            job_cluster_key="main",
            libraries=[{"pypi": {"package": "pandas", "repo": "https://i"}}, {"whl": "/a.whl"}],
            max_retries=2,
            retry_on_timeout=False,
        ),
        {"task_key": "run", "run_job_task": {"job_id": 2**60 + 1, "job_parameters": {"x": "1"}}},
        {
            "task_key": "sql",
            "depends_on": [{"task_key": "main"}],
            "run_if": "ALL_DONE",
            "sql_task": {"warehouse_id": "w", "file": {"path": "/x.sql", "source": "WORKSPACE"}},
        },
        {"task_key": "each", "for_each_task": {"inputs": "[1]", "concurrency": 2, "task": task("inner")}},
        {"task_key": "if", "condition_task": {"left": "{{job.id}}", "op": "EQUAL_TO", "right": "1"}},
        task("shared", existing_cluster_id=Ref("cluster", "shared_ml", "id")),
    ],
}


def everything() -> ResourceGraph:
    return graph(
        job(SETTINGS, existing_job_id="123"),
        clusters=(cluster({**CLUSTER, "autotermination_minutes": 60}),),
        permissions=(
            permissions(Ref("job", "orders", "id"), group__data="CAN_VIEW", user__a="IS_OWNER"),
            permissions(Ref("notebook", "orders", "path"), group__data="CAN_READ"),
            permissions(Ref("cluster", "shared_ml", "id"), group__data="CAN_RESTART"),
        ),
    )


@cache
def terraform_body(kind: str) -> Body:
    """Return the first resource of a kind; not to be changed, as ``with_planted`` does not."""
    body, *_ = terraform(everything())["resource"][kind].values()
    return dict(body)


def bundle_tree() -> dict[str, str]:
    return {path: content.decode() for path, content in bundle_files(everything()).items()}


@cache
def bundle_body(kind: str) -> Body:
    file = {"jobs": "resources/plain/orders.job.yml", "clusters": "resources/plain/shared_ml.cluster.yml"}
    (body,) = yaml.safe_load(bundle_tree()[file[kind]])["targets"]["plain"]["resources"][kind].values()
    return dict(body)


def sdk_body() -> Body:
    body = bundle_body("jobs")
    return {name: body[name] for name in body if name not in ("permissions", "lifecycle")}


def with_planted(body: Body, path: FieldPath, value: Any) -> Body:
    """Return the body with a value put at the path, or with that place gone."""
    planted = deepcopy(body)
    parent: Any = planted
    for step in path[:-1]:
        parent = parent[step]
    if value is GONE:
        del parent[path[-1]]
    else:
        parent[path[-1]] = value
    return planted
