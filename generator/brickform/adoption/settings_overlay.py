"""What an overlay says of one existing job."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from brickform.adoption.access_overlay import lay_access
from brickform.adoption.job_pair import JobPair, main_task
from brickform.adoption.normal_form import in_normal_form
from brickform.adoption.overlay import JOB_CONFIG, Json, Overlay, is_same, smallest
from brickform.adoption.task_overlay import lay_main_task
from brickform.compile.groups import WORKFLOW_JOB
from brickform.workspace.questions import principal_kind

_OF_THE_DEPLOYER = ("deployment", "edit_mode")


def first_overlay(pair: JobPair) -> Json:
    """Return what makes the job this model's, whatever its settings are."""
    overlay = Overlay(pair.mine.model.config.value)
    if overlay.written("submission_method") != WORKFLOW_JOB:
        overlay.put(WORKFLOW_JOB, "submission_method")
    written = pair.mine.job.existing_job_id
    if written is None or written.value != str(pair.existing.job_id):
        overlay.put(pair.existing.job_id, JOB_CONFIG, "existing_job_id")
    return overlay.entries


def settings_overlay(pair: JobPair) -> Json:
    """Return what else has to be said for the job to stay as it is."""
    overlay = Overlay(pair.mine.model.config.value)
    mine, wanted = compared_settings(pair)
    for name in sorted(mine.keys() | wanted.keys()):
        if name != "tasks" and not is_same(mine.get(name), wanted.get(name), name):
            overlay.put(smallest(mine.get(name), wanted.get(name), name), JOB_CONFIG, name)
    main = main_task(mine)
    tasks = {task["task_key"]: task for task in wanted["tasks"]}
    lay_main_task(overlay, main, tasks.pop(pair.main_task))
    hooks = [task for task in mine["tasks"] if task is not main]
    if changed := smallest(hooks, list(tasks.values()), "post_hook_tasks"):
        overlay.put(changed, JOB_CONFIG, "post_hook_tasks")
    lay_access(overlay, pair)
    return overlay.entries


def compared_settings(pair: JobPair) -> tuple[Json, Json]:
    """Return the compiled settings and the existing ones, both in normal form."""
    mine = in_normal_form(pair.mine.job.settings.value)
    wanted = in_normal_form(pair.existing.settings)
    for name in _OF_THE_DEPLOYER:
        wanted.pop(name, None)
    wanted.setdefault("queue", {"enabled": False})
    if "run_as" in mine and pair.existing.run_as:
        wanted.setdefault("run_as", {principal_kind(pair.existing.run_as): pair.existing.run_as})
    _leave_out_filled_in(pair, mine, wanted)
    return mine, wanted


def _leave_out_filled_in(pair: JobPair, mine: Json, wanted: Json) -> None:
    """Leave out what the workspace adds to a cluster, where the model has that cluster without it.

    Neither the Databricks provider nor the databricks CLI takes these for a change.
    """
    clusters = dict(_clusters(mine, main_task(mine)["task_key"]))
    for owner, cluster in _clusters(wanted, pair.main_task):
        if owner in clusters:
            for name in cluster.keys() - clusters[owner].keys():
                if _is_filled_in(name, cluster[name]):
                    del cluster[name]


def _clusters(settings: Json, main_key: str) -> Iterator[tuple[tuple[str, str], Json]]:
    """Yield new clusters by what they belong to; the main task may have another key in each job."""
    for name, key in (("job_clusters", "job_cluster_key"), ("tasks", "task_key")):
        for entry in settings.get(name, []):
            if "new_cluster" in entry:
                owner = "" if name == "tasks" and entry[key] == main_key else entry[key]
                yield (name, owner), entry["new_cluster"]


def _is_filled_in(name: str, value: Any) -> bool:
    if name == "aws_attributes":
        return {**value, "zone_id": ""} == {"availability": "SPOT_WITH_FALLBACK", "zone_id": ""}
    return bool((name, value) == ("data_security_mode", "SINGLE_USER"))
