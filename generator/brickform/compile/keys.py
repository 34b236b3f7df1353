"""Which keys of ``python_job_config`` belong to the main task, which to brickform; the rest are the job's."""

from __future__ import annotations

JOB_KEYS = frozenset(
    {
        "budget_policy_id",
        "continuous",
        "deployment",
        "description",
        "duration_target",
        "edit_mode",
        "email_notifications",
        "environment_variables",
        "environments",
        "format",
        "git_source",
        "health",
        "job_clusters",
        "max_concurrent_runs",
        "name",
        "notification_settings",
        "parameters",
        "parent_path",
        "performance_target",
        "queue",
        "run_as",
        "schedule",
        "tags",
        "timeout_seconds",
        "trigger",
        "triggers",
        "usage_policy_id",
        "webhook_notifications",
    }
)
"""The settings of a job but for its tasks: https://docs.databricks.com/api/workspace/jobs/create

A key that jobs and tasks both have (``timeout_seconds``) is the job's, as in dbt.
"""

TASK_KEYS = frozenset(
    {
        "compute",
        "depends_on",
        "disable_auto_optimization",
        "disabled",
        "environment_key",
        "environment_variables_key",
        "existing_cluster_id",
        "job_cluster_key",
        "libraries",
        "max_retries",
        "min_retry_interval_millis",
        "new_cluster",
        "notebook_task",
        "retry_on_timeout",
        "run_if",
        "task_key",
    }
)
"""The settings of a task that jobs do not have: https://docs.databricks.com/api/workspace/jobs/create"""

OWN_KEYS = frozenset(
    {"access_control_list", "additional_task_settings", "existing_job_id", "grants", "post_hook_tasks"}
)
"""What dbt-databricks takes out of ``python_job_config`` before it sends the rest."""


def is_job_key(key: str) -> bool:
    """Whether the job gets a key; a field of ``allow_fields`` goes there too, as dbt sends it."""
    return key not in TASK_KEYS and key not in OWN_KEYS
