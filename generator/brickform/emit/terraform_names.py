"""Where the Databricks provider calls a field otherwise than the Jobs API does.

Everything else has one name in both. Lists become repeated blocks, and a mapping a single one, as
they are: Terraform JSON takes an array and an object for these.
https://registry.terraform.io/providers/databricks/databricks/latest/docs/resources/job
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from brickform.location import ConfigPath

_JOB = {
    "environments": "environment",
    "job_clusters": "job_cluster",
    "parameters": "parameter",
    "tasks": "task",
}
_GIT_SOURCE = {
    "git_branch": "branch",
    "git_commit": "commit",
    "git_provider": "provider",
    "git_tag": "tag",
    "git_url": "url",
}
_LIBRARIES = {"libraries": "library"}
_JOB_IN_API = {name: api_name for api_name, name in (_JOB | _LIBRARIES).items()}
_GIT_SOURCE_IN_API = {name: api_name for api_name, name in _GIT_SOURCE.items()}


def job_in_provider_names(settings: Mapping[str, Any]) -> dict[str, Any]:
    job = _rename(settings, _JOB)
    if "git_source" in job:
        job["git_source"] = _rename(job["git_source"], _GIT_SOURCE)
    if "task" in job:
        job["task"] = [_task(task) for task in job["task"]]
    return job


def cluster_in_provider_names(settings: Mapping[str, Any]) -> dict[str, Any]:
    return _rename(settings, _LIBRARIES)


def in_api_names(path: ConfigPath) -> ConfigPath:
    """Return the path of a field in the Jobs API by its path in a resource of the provider."""
    if path[:1] == ("git_source",):
        return tuple(_GIT_SOURCE_IN_API.get(str(key), key) for key in path)
    first = (_JOB_IN_API.get(str(key), key) for key in path[:1])
    return (*first, *("libraries" if key == "library" else key for key in path[1:]))


def _task(task: Mapping[str, Any]) -> dict[str, Any]:
    renamed = _rename(task, _LIBRARIES)
    loop = renamed.get("for_each_task")
    if loop is not None and "task" in loop:
        renamed["for_each_task"] = {**loop, "task": _task(loop["task"])}
    return renamed


def _rename(fields: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {names.get(name, name): value for name, value in fields.items()}
