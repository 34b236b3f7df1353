"""The main task of a model, and the tasks before and after it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from brickform import codes
from brickform.compile.compute import COMPUTE_KEYS, Compute
from brickform.compile.keys import TASK_KEYS
from brickform.compile.model import Ref
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.resolve.project import ResolvedModel
from brickform.sourced import Sourced

DEFAULT_TASK_KEY = "inner_notebook"
"""dbt-databricks' own; ``additional_task_settings.task_key`` changes it."""

_OF_THE_TASK = TASK_KEYS - {"libraries", "environment_key"}
_TASKS_WITH_SOURCE = frozenset({"notebook_task", "spark_python_task", "dbt_task", "gen_ai_compute_task"})


def main_task(
    model: ResolvedModel,
    key: str,
    notebook_key: str,
    compute: Compute,
    libraries: tuple[Sourced, ...],
    environment: Sourced | None,
    problems: Diagnostics,
) -> Sourced:
    """Build the task that runs the model's notebook; ``additional_task_settings`` wins over all else.

    It is called ``key`` unless the settings say otherwise.
    """
    at = Sourced(None, model.source)
    notebook = {"notebook_path": Ref("notebook", notebook_key, "path"), "source": "WORKSPACE"}
    task = {"task_key": at.derive(key), "notebook_task": at.derive(notebook)}
    if compute.key is not None and compute.value is not None:
        task[compute.key] = compute.value
    if libraries:
        task["libraries"] = Sourced.sequence(libraries, libraries[0].source)
    if environment is not None:
        task["environment_key"] = environment
    job_config = model.config.get("python_job_config")
    if job_config is not None:
        _apply(job_config.picked(_OF_THE_TASK.__contains__), task, problems)
        additional = job_config.get("additional_task_settings")
        _apply(additional.entries() if additional is not None else {}, task, problems)
    return Sourced.mapping(task, model.source)


def _apply(settings: dict[str, Sourced], task: dict[str, Sourced], problems: Diagnostics) -> None:
    """Lay settings over the task: what they say wins, one level deep inside ``notebook_task``."""
    for key, value in settings.items():
        if value.value is None or key in COMPUTE_KEYS or key == "cluster_id":
            continue
        if key == "notebook_task":
            task[key] = Sourced.mapping({**task[key].entries(), **value.entries()}, value.source)
        elif key.endswith("_task"):
            problems.add(_other_kind_of_task(key, value))
        else:
            task[key] = value


def _other_kind_of_task(key: str, value: Sourced) -> Diagnostic:
    return Diagnostic.at(
        codes.MAIN_TASK_KIND,
        value,
        f"the main task runs the model's notebook; it cannot be a '{key}' too",
        help="put a task of another kind under 'post_hook_tasks'",
        key=True,
    )


def hooks_of(config: Sourced) -> Iterator[Sourced]:
    """Yield the tasks of ``post_hook_tasks``; ``cluster_id`` in one is dbt's word for an existing cluster."""
    written = config.at("python_job_config", "post_hook_tasks")
    for task in written.elements() if written is not None else ():
        yield _with_existing_cluster(task) if "cluster_id" in task.value else task


def _with_existing_cluster(task: Sourced) -> Sourced:
    entries = task.entries()
    entries.setdefault("existing_cluster_id", entries.pop("cluster_id"))
    return Sourced.mapping(entries, task.source)


def finish_task(task: Sourced, has_git_source: bool, shared_clusters: Collection[str]) -> Sourced:
    """Write out the defaults of the API, so that no plan differs over them, and tie shared clusters.

    https://docs.databricks.com/api/workspace/jobs/create (``source`` of each kind of task)
    """
    source = "GIT" if has_git_source else "WORKSPACE"
    for kind in _TASKS_WITH_SOURCE & task.value.keys():
        task = _with_default(task, (kind, "source"), source)
    task = _with_default(task, ("dbt_task", "schema"), "default")
    task = _with_default(task, ("sql_task", "file", "source"), source)
    cluster = task.get("existing_cluster_id")
    if cluster is not None and cluster.value in shared_clusters:
        task = task.replaced({"existing_cluster_id": cluster.derive(Ref("cluster", cluster.value, "id"))})
    if (loop := task.get("for_each_task")) is not None and (inner := loop.get("task")) is not None:
        finished = finish_task(inner, has_git_source, shared_clusters)
        task = task.replaced({"for_each_task": loop.replaced({"task": finished})})
    return task


def _with_default(item: Sourced, path: tuple[str, ...], default: str) -> Sourced:
    """Write a default into the mapping at the end of a path, if there is one that does not say it."""
    key, *below = path
    if not below:
        return item if item.value.get(key) is not None else item.replaced({key: item.derive(default)})
    inside = item.get(key)
    finished = inside if inside is None else _with_default(inside, tuple(below), default)
    return item if finished is None or finished is inside else item.replaced({key: finished})
