"""The settings of a job: what the Jobs API refuses, and how an update merges."""

from __future__ import annotations

from copy import deepcopy
from graphlib import CycleError, TopologicalSorter

from brickform.testing.local_workspace import shapes
from brickform.testing.local_workspace.errors import invalid_parameter
from brickform.testing.local_workspace.state import Json

_GIT_PROVIDERS = (
    "github",
    "gitlab",
    "bitbucketcloud",
    "gitlabenterpriseedition",
    "bitbucketserver",
    "azuredevopsservices",
    "githubenterprise",
    "awscodecommit",
)
_KEYS = {
    "tasks": "task_key",
    "job_clusters": "job_cluster_key",
    "environments": "environment_key",
    "parameters": "name",
}
_COMPUTES = ("existing_cluster_id", "job_cluster_key", "new_cluster")
_SERVERLESS = ("notebook_task", "python_wheel_task", "spark_python_task")  # where they name no cluster
_DEFINED_BY_JOB = {
    "job_cluster_key": ("job_clusters", "cluster"),
    "environment_key": ("environments", "environment"),
}
_RUN_IFS = (
    "ALL_DONE",
    "ALL_FAILED",
    "ALL_SUCCESS",
    "AT_LEAST_ONE_FAILED",
    "AT_LEAST_ONE_SUCCESS",
    "NONE_FAILED",
)
_MOST = {"tasks": 1000, "tags": 25}
_MOST_BYTES_OF_NAME = 4096


def check(settings: Json) -> None:
    """Raise what the API answers to settings that it does not take."""
    check_entries(settings)
    if len(str(settings.get("name", "")).encode()) > _MOST_BYTES_OF_NAME:
        raise invalid_parameter(f"The job name must be at most {_MOST_BYTES_OF_NAME} bytes long.")
    for name, most in _MOST.items():
        if len(settings.get(name) or ()) > most:
            raise invalid_parameter(f"A job can have at most {most} {name}.")
    _check_git_source(settings.get("git_source"))
    _check_run_as(settings.get("run_as"))
    _check_tasks(settings)


def check_entries(settings: Json) -> None:
    """Raise what the API answers to a wrong shape, or to keys of tasks and the like that are not unique."""
    shapes.check(settings, shapes.SETTINGS, "settings")
    for name, key in _KEYS.items():
        _check_keys(settings.get(name) or [], name, key)


def _check_keys(entries: list[Json], name: str, key: str) -> None:
    seen: set[str] = set()
    for entry in entries:
        value = entry.get(key)
        if not value:
            raise invalid_parameter(f"Missing required field: settings.{name}.{key}")
        if value in seen:
            raise invalid_parameter(f"Duplicate {key} '{value}' in {name}.")
        seen.add(value)


def _check_git_source(git_source: Json | None) -> None:
    if git_source and str(git_source.get("git_provider", "")).lower() not in _GIT_PROVIDERS:
        raise invalid_parameter(f"git_source.git_provider must be one of: {','.join(_GIT_PROVIDERS)}")


def _check_run_as(run_as: Json | None) -> None:
    if run_as is not None and len([name for name in run_as.values() if name]) != 1:
        raise invalid_parameter(
            "run_as must name exactly one of user_name, service_principal_name, group_name."
        )


def _check_tasks(settings: Json) -> None:
    tasks = settings.get("tasks") or []
    for task in tasks:
        _check_task(task)
        for key, (name, word) in _DEFINED_BY_JOB.items():
            defined = [entry[key] for entry in settings.get(name) or []]
            if task.get(key) and task[key] not in defined:
                used = f"Job {word} '{task[key]}' used by task {task['task_key']}"
                raise invalid_parameter(f"{used} is not defined in field '{name}'")
    _check_dependencies(tasks)


def _check_task(task: Json) -> None:
    kinds = [name for name, value in task.items() if name.endswith("_task") and value is not None]
    if len(kinds) != 1:
        raise invalid_parameter(f"Task '{task['task_key']}' must have exactly one kind of task, got {kinds}.")
    shapes.check(task[kinds[0]], {}, kinds[0])
    if task.get("run_if") not in (None, *_RUN_IFS):
        raise invalid_parameter(f"{task['run_if']} is not a valid run_if.")
    computes = [name for name in _COMPUTES if task.get(name)]
    if len(computes) > 1:
        raise invalid_parameter(f"Task '{task['task_key']}' has more than one cluster: {computes}.")
    if task.get("libraries") and kinds[0] in _SERVERLESS and not computes:
        raise invalid_parameter(
            "Libraries field is not supported for serverless task, please specify libraries in environment."
        )


def _check_dependencies(tasks: list[Json]) -> None:
    upstream = {task["task_key"]: _upstream_keys(task) for task in tasks}
    for key, needed in upstream.items():
        for unknown in sorted(set(needed) - upstream.keys()):
            raise invalid_parameter(f"Task '{key}' depends on task '{unknown}', which does not exist.")
    try:
        TopologicalSorter(upstream).prepare()
    except CycleError as error:
        raise invalid_parameter(f"The tasks depend on each other in a cycle: {error.args[1]}.") from None


def _upstream_keys(task: Json) -> list[str]:
    return [str(entry.get("task_key")) for entry in task.get("depends_on") or []]


def merged(settings: Json, changes: Json, removed: list[str]) -> Json:
    """Return what jobs/update makes: fields replaced whole, keyed lists merged by key, fields removed.

    A path such as ``tasks/load`` removes one entry of a keyed list.
    """
    result = deepcopy({**settings, **changes})
    for name, key in _KEYS.items():
        if name in settings and name in changes:
            entries = {entry[key]: entry for entry in [*settings[name], *changes[name]]}
            result[name] = deepcopy(list(entries.values()))
    for path in removed:
        _remove(result, path)
    return result


def _remove(settings: Json, path: str) -> None:
    name, _, key = path.partition("/")
    if not key:
        settings.pop(name, None)
    elif name in _KEYS:
        settings[name] = [entry for entry in settings.get(name, []) if entry[_KEYS[name]] != key]
    else:
        raise invalid_parameter(f"Removing the nested field '{path}' is not supported.")
