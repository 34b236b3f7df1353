"""One spelling for each setting: text where the API wants text, order where it keeps none."""

from __future__ import annotations

from typing import Any

from brickform.sourced import Sourced

# The API takes only text in these maps; YAML gives numbers and booleans just as readily.
STRING_MAPS = frozenset(
    {
        "base_parameters",
        "custom_tags",
        "filters",
        "job_parameters",
        "named_parameters",
        "notebook_base_parameters",
        "notebook_params",
        "parameters",
        "python_named_params",
        "spark_conf",
        "spark_env_vars",
        "sql_params",
        "tags",
    }
)
_NUMERIC_IDS = frozenset({"dbt_cloud_job_id", "job_id"})
"""The latter only in a ``run_job_task``."""

# Lists whose order means nothing, by the key to sort them by: the Terraform provider sorts what the
# workspace returns and shows a permanent difference otherwise
# (https://github.com/databricks/terraform-provider-databricks/issues/4011).
_SORTED_LISTS = {
    "tasks": "task_key",
    "depends_on": "task_key",
    "job_clusters": "job_cluster_key",
    "on_start": "id",
    "on_success": "id",
    "on_failure": "id",
    "on_duration_warning_threshold_exceeded": "id",
    "on_streaming_backlog_exceeded": "id",
}


def normalise(settings: Sourced) -> Sourced:
    """Return the settings without nulls and empty lists, ids and string maps as text, lists in order."""
    return _normalise(settings, "")


def _normalise(item: Sourced, under: str) -> Sourced:
    """Return what belongs under a key; a part that is right as it is stays the same object."""
    if isinstance(item.value, dict):
        return _mapping(item, under)
    if isinstance(item.value, list):
        return _in_order(_list(item, under), under)
    return item


def _mapping(item: Sourced, under: str) -> Sourced:
    dropped: list[str] = []
    changed: dict[str, Sourced] = {}
    for key, value in item.value.items():
        if isinstance(value, str) and key not in _NUMERIC_IDS:  # most are, and stay as they are
            continue
        if value is None or (value == [] and under not in STRING_MAPS):
            dropped.append(key)
            continue
        written = Sourced(value, item.source.child(key))
        right = _entry(written, key, under)
        if right is not written:
            changed[key] = right
    if changed:
        item = item.replaced(changed)
    return item.without(dropped) if dropped else item


def _entry(item: Sourced, key: str, under: str) -> Sourced:
    if isinstance(item.value, (dict, list)):
        return item if under in STRING_MAPS else _normalise(item, key)
    right = as_sent(item.value, key, under)
    return item if right is item.value else item.derive(right)


def as_sent(value: Any, key: str, under: str) -> Any:
    """Return what is sent for the scalar at ``key`` of a mapping, which lies (in a list) at ``under``."""
    if under in STRING_MAPS:
        return _text(value)
    if key == "dbt_cloud_job_id" or (key == "job_id" and under == "run_job_task"):
        return int(value) if str(value).isdigit() else value
    return _text(value) if key == "id" or key.endswith("_id") else value


def _text(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (int, float)) else value


def _list(item: Sourced, under: str) -> Sourced:
    changed: dict[int, Sourced] = {}
    for index, value in enumerate(item.value):
        if isinstance(value, (dict, list)):
            written = Sourced(value, item.source.child(index))
            right = _normalise(written, under)
            if right is not written:
                changed[index] = right
    return item.replaced(changed) if changed else item


def _in_order(item: Sourced, under: str) -> Sourced:
    key = _SORTED_LISTS.get(under)
    if key is None or len(item.value) < 2 or not all(isinstance(part, dict) for part in item.value):
        return item
    ordered = sorted(item.elements(), key=lambda part: str(part.value.get(key, "")))
    return Sourced.sequence(ordered, item.source)
