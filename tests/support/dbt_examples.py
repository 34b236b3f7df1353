"""A value for every key of the table of differences from dbt, at which its rows apply."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from brickform.check.dbt.table import DIFFERENCES, JOB_CLUSTER, NOTEBOOK, Difference

Config = dict[str, Any]

CLUSTER: Config = {"spark_version": "12.2.x-scala2.12", "node_type_id": "i3.xlarge", "num_workers": 1}
TASK: Config = {"task_key": "hook", "notebook_task": {"notebook_path": "/hook"}}
VIEWERS = [{"group_name": "readers", "permission_level": "CAN_VIEW"}]
_VALUES: Config = {
    "access_control_list": VIEWERS,
    "additional_libs": [{"jar": "dbfs:/a.jar"}],
    "additional_task_settings": {"max_retries": 1},
    "additional_task_settings.notebook_task": {"base_parameters": {"a": "b"}},
    "cluster_id": 123456,
    "compute": {"hardware_accelerator": "GPU_1xA10"},
    "continuous": {"pause_status": "PAUSED"},
    "depends_on": [{"task_key": "hook"}],
    "deployment": {"kind": "BUNDLE"},
    "email_notifications": {"on_failure": ["a@example.com"]},
    "environment_dependencies": ["pandas"],
    "environment_variables": {"A": "b"},
    "existing_job_id": "12341234",
    "git_source": {"git_url": "https://example.com/a.git", "git_provider": "gitHub", "git_branch": "main"},
    "health": {"rules": [{"metric": "RUN_DURATION_SECONDS", "op": "GREATER_THAN", "value": 60}]},
    "http_path": "/sql/protocolv1/o/1/9-9-other",
    "job_cluster_config": CLUSTER,
    "job_clusters": [{"job_cluster_key": "a", "new_cluster": CLUSTER}],
    "libraries": [{"jar": "dbfs:/a.jar"}],
    "max_retries": 2,
    "new_cluster": CLUSTER,
    "notebook_access_control_list": [{"group_name": "readers", "permission_level": "CAN_READ"}],
    "notebook_scoped_libraries": True,
    "notebook_task": {"base_parameters": {"a": "b"}},
    "notification_settings": {"no_alert_for_skipped_runs": True},
    "packages": ["pandas"],
    "parameters": [{"name": "a", "default": "b"}],
    "post_hook_tasks": [TASK],
    "python_job_config": {"timeout_seconds": 60},
    "queue": {"enabled": False},
    "run_as": {"user_name": "a@example.com"},
    "schedule": {"quartz_cron_expression": "0 0 4 * * ?", "timezone_id": "UTC"},
    "tags": {"team": "data"},
    "timeout": 0,
    "trigger": {"periodic": {"interval": 1, "unit": "DAYS"}},
    "triggers": [{"periodic": {"interval": 1, "unit": "DAYS"}}],
    "webhook_notifications": {"on_failure": [{"id": "a"}]},
}


def base(method: str) -> Config:
    """Return what a model needs to have for a submission method."""
    config: Config = {"submission_method": method.partition(" ")[0], "python_job_config": {}}
    if method == JOB_CLUSTER:
        config["job_cluster_config"] = CLUSTER
    return config | ({"create_notebook": True} if method == NOTEBOOK else {})


def with_key(config: Config, key: str, value: Any) -> Config:
    head, _, rest = key.partition(".")
    return {**config, head: with_key(config.get(head) or {}, rest, value) if rest else value}


def examples() -> Iterator[tuple[Difference, str, str, Config]]:
    """Yield row, key, method and a config that the row is about, for every key and method of every row."""
    for row in DIFFERENCES:
        for key in row.keys:
            for method in row.methods:
                yield row, key, method, _example(row, key, method)


def _example(row: Difference, key: str, method: str) -> Config:
    name = key.removeprefix("python_job_config.")
    candidates = [_VALUES.get(name, "something"), None, 12341234]
    candidates.append([{"user_name": "a@example.com", "permission_level": "IS_OWNER"}])
    config = base(method)
    if key == "notebook_scoped_libraries":
        config |= {"packages": ["pandas"], "job_cluster_config": CLUSTER}
    return next(found for value in candidates if row.when(value, found := with_key(config, key, value)))
