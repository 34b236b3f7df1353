"""What dbt-databricks 1.12 makes of the settings of a Python model, where that is not what it documents.

``tests/e2e/test_dbt_differences.py`` holds the table against the real one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from brickform.codes import DBT_DIFFERS, DBT_DROPS, DBT_REFUSES
from brickform.diagnostics import Code

COMMAND = "all_purpose_cluster"
NOTEBOOK = "all_purpose_cluster with create_notebook"
JOB_CLUSTER = "job_cluster"
SERVERLESS = "serverless_cluster"
WORKFLOW = "workflow_job"

_ONE_TIME = (NOTEBOOK, JOB_CLUSTER, SERVERLESS)
METHODS = (COMMAND, *_ONE_TIME, WORKFLOW)


def _says_something(value: Any, _config: Mapping[str, Any]) -> bool:
    return value not in (None, "", [], {})


class Difference(NamedTuple):
    """One thing that dbt does, for some keys of a model's config and some submission methods."""

    code: Code
    keys: tuple[str, ...]
    methods: tuple[str, ...]
    dbt: str
    """Behind the word dbt; ``{}`` stands for the key."""
    brickform: str
    """Behind the word brickform; "it" is the key."""
    when: Callable[[Any, Mapping[str, Any]], bool] = _says_something
    """Given the value, null included, and the whole config."""


def _is_number(value: Any, _config: Mapping[str, Any]) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_null(value: Any, _config: Mapping[str, Any]) -> bool:
    return value is None


def _is_zero(value: Any, _config: Mapping[str, Any]) -> bool:
    return value == 0 and value is not False


def _names_an_owner(entries: Any, _config: Mapping[str, Any]) -> bool:
    listed = entries if isinstance(entries, list) else []
    return any(isinstance(entry, dict) and entry.get("permission_level") == "IS_OWNER" for entry in listed)


def _are_libraries(packages: Any, config: Mapping[str, Any]) -> bool:
    return bool(packages) and config.get("notebook_scoped_libraries") is not True


def _has_no_path(notebook_task: Any, _config: Mapping[str, Any]) -> bool:
    return isinstance(notebook_task, dict) and not notebook_task.get("notebook_path")


def _is_disabled(queue: Any, _config: Mapping[str, Any]) -> bool:
    return isinstance(queue, dict) and queue.get("enabled") is False


def _is_for_an_old_runtime(scoped: Any, config: Mapping[str, Any]) -> bool:
    version = (config.get("job_cluster_config") or {}).get("spark_version")
    major = re.match(r"(\d+)\.", str(version))
    return scoped is True and bool(config.get("packages")) and major is not None and int(major[1]) < 13


def _in_job_config(*keys: str) -> tuple[str, ...]:
    return tuple(f"python_job_config.{key}" for key in keys)


TASK_SETTINGS = _in_job_config(
    *("compute", "depends_on", "disable_auto_optimization", "disabled", "environment_key"),
    *("environment_variables_key", "existing_cluster_id", "job_cluster_key", "libraries", "max_retries"),
    *("min_retry_interval_millis", "new_cluster", "notebook_task", "retry_on_timeout", "run_if", "task_key"),
)
UNKNOWN_TO_THE_SDK = _in_job_config("duration_target", "environment_variables", "parent_path", "triggers")
_SENT_AS_MAPPINGS = _in_job_config(
    *("access_control_list", "email_notifications", "git_source", "health", "notification_settings"),
    *("queue", "run_as", "webhook_notifications"),
)
_NOT_OF_A_RUN = _in_job_config(
    *("continuous", "deployment", "description", "edit_mode", "format", "job_clusters"),
    *("max_concurrent_runs", "parameters", "performance_target", "schedule", "tags", "trigger"),
)
_NEVER_NULL = (
    *("access_control_list", "additional_libs", "create_notebook", "environment_dependencies"),
    *("job_cluster_config", "notebook_access_control_list", "notebook_scoped_libraries", "packages"),
    *("python_job_config", "timeout", "user_folder_for_python"),
    *_in_job_config("additional_task_settings", "existing_job_id", "grants", "post_hook_tasks"),
    *_in_job_config("grants.manage", "grants.run", "grants.view"),
)

DIFFERENCES = (
    Difference(
        DBT_REFUSES,
        ("cluster_id", "python_job_config.existing_job_id"),
        METHODS,
        "refuses a number for {}",
        "takes a number as well as text; for dbt put it in quotes",
        _is_number,
    ),
    Difference(
        DBT_REFUSES,
        _NEVER_NULL,
        METHODS,
        "refuses null for {}",
        "reads null as if the key was not there",
        _is_null,
    ),
    Difference(
        DBT_REFUSES,
        ("timeout",),
        METHODS,
        "refuses 0 for {}",
        "takes it for no limit, as documented",
        _is_zero,
    ),
    Difference(
        DBT_REFUSES,
        ("access_control_list",),
        METHODS,
        "refuses IS_OWNER in {}: whoever runs dbt owns the job",
        "makes that principal the owner",
        _names_an_owner,
    ),
    Difference(
        DBT_DROPS,
        TASK_SETTINGS,
        (WORKFLOW,),
        "drops {}, since it is a setting of a task",
        "gives it to the main task; for dbt write it under additional_task_settings",
    ),
    Difference(
        DBT_DROPS,
        UNKNOWN_TO_THE_SDK,
        (WORKFLOW,),
        "drops {}, which its SDK does not know",
        "sends it where the output has a place for it",
    ),
    Difference(
        DBT_DROPS,
        ("python_job_config.access_control_list",),
        (WORKFLOW,),
        "drops {}, which is no setting of a job",
        "grants it; for dbt write it beside python_job_config",
    ),
    Difference(
        DBT_DROPS,
        ("packages",),
        (WORKFLOW,),
        "does not use {}, unless notebook_scoped_libraries is true",
        "installs them",
        _are_libraries,
    ),
    Difference(
        DBT_DROPS,
        ("additional_libs",),
        (WORKFLOW,),
        "does not use {}",
        "installs them; for dbt write 'libraries' under additional_task_settings",
    ),
    Difference(
        DBT_DROPS,
        ("environment_dependencies", "environment_key"),
        (WORKFLOW,),
        "does not use {}",
        "makes an environment of it where the job is serverless",
    ),
    Difference(
        DBT_DROPS,
        ("http_path",),
        (JOB_CLUSTER, SERVERLESS, WORKFLOW),
        "does not use {}",
        "does not either: it is for all_purpose_cluster",
    ),
    Difference(
        DBT_DIFFERS,
        ("python_job_config.additional_task_settings.notebook_task",),
        (WORKFLOW,),
        "puts {} in the place of its own, so that the task has no notebook",
        "lays it over its own: the notebook stays",
        _has_no_path,
    ),
    Difference(
        DBT_DIFFERS,
        ("python_job_config.queue",),
        (WORKFLOW,),
        "queues its own runs whatever {} says",
        "sends it as it is written",
        _is_disabled,
    ),
    Difference(
        DBT_DIFFERS,
        ("notebook_scoped_libraries",),
        METHODS,
        "restarts Python after %pip on every runtime",
        "does so from runtime 13 on, as documented",
        _is_for_an_old_runtime,
    ),
    Difference(
        DBT_REFUSES,
        _SENT_AS_MAPPINGS,
        _ONE_TIME,
        "fails at {}: 'dict' object has no attribute 'as_dict'",
        "sends it",
    ),
    Difference(
        DBT_REFUSES,
        (*TASK_SETTINGS, *UNKNOWN_TO_THE_SDK, *_NOT_OF_A_RUN),
        _ONE_TIME,
        "fails at {}, which is no argument of jobs.submit",
        "sets it on the job that --include-one-time deploys",
    ),
    Difference(
        DBT_DROPS,
        _in_job_config("additional_task_settings", "existing_job_id", "name", "post_hook_tasks"),
        _ONE_TIME,
        "does not use {} for a one-time run",
        "uses it for the job that --include-one-time deploys",
    ),
    Difference(
        DBT_DROPS,
        ("access_control_list", "additional_libs", "notebook_access_control_list", "python_job_config"),
        (COMMAND,),
        "does not use {}: it sends the code to the cluster as a command",
        "uses it for the job that --include-one-time deploys",
    ),
    Difference(
        DBT_DROPS,
        ("packages",),
        (COMMAND,),
        "does not use {} for a command, unless notebook_scoped_libraries is true",
        "installs them on the cluster",
        _are_libraries,
    ),
    Difference(
        DBT_DROPS,
        ("job_cluster_config",),
        (COMMAND, NOTEBOOK),
        "does not use {}: the model runs on the all-purpose cluster",
        "gives the job that --include-one-time deploys a cluster of its own",
    ),
    Difference(
        DBT_REFUSES,
        ("packages",),
        (SERVERLESS,),
        "sends {} as libraries, which serverless compute refuses",
        "installs them by %pip in the notebook",
        _are_libraries,
    ),
)
