"""One spelling for each setting: text where the API wants text, order where it keeps none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from brickform.sourced import Sourced

# The API takes only text in these maps; YAML gives numbers and booleans just as readily.
_STRING_MAPS = frozenset(
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
_NUMERIC_IDS = frozenset({"dbt_cloud_job_id"})

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
    nothing: tuple[Any, ...] = (None,) if under in _STRING_MAPS else (None, [])
    dropped = [key for key, value in item.value.items() if value in nothing]
    changed = dict(_changed_entries(item, under))
    if changed:
        item = item.replaced(changed)
    return item.without(dropped) if dropped else item


def _changed_entries(item: Sourced, under: str) -> Iterator[tuple[str, Sourced]]:
    for key, value in item.value.items():
        if not isinstance(value, (dict, list)):
            right = _scalar(value, key, under)
            if right is not value:
                yield key, Sourced(value, item.source.child(key)).derive(right)
        elif under not in _STRING_MAPS:
            written = Sourced(value, item.source.child(key))
            entry = _normalise(written, key)
            if entry is not written:
                yield key, entry


def _scalar(value: Any, key: str, under: str) -> Any:
    if under in _STRING_MAPS:
        return _text(value)
    if not key.endswith("_id"):
        return _text(value) if key == "id" else value
    if key in _NUMERIC_IDS or (key == "job_id" and under == "run_job_task"):
        return int(value) if str(value).isdigit() else value
    return _text(value)


def _text(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (int, float)) else value


def _list(item: Sourced, under: str) -> Sourced:
    changed = {}
    for index, element in enumerate(item.elements()):
        right = _normalise(element, under)
        if right is not element:
            changed[index] = right
    return item.replaced(changed) if changed else item


def _in_order(item: Sourced, under: str) -> Sourced:
    key = _SORTED_LISTS.get(under)
    if key is None or not all(isinstance(part, dict) for part in item.value):
        return item
    written = list(item.elements())
    ordered = sorted(written, key=lambda part: str(part.value.get(key, "")))
    return item if ordered == written else Sourced.sequence(ordered, item.source)
