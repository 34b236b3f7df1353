"""One spelling for each setting: text where the API wants text, order where it keeps none."""

from __future__ import annotations

from operator import itemgetter
from typing import Any

from brickform.location import SourceMap
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
    return _changed(settings.value, settings.source, "") or settings


def _changed(value: Any, source: SourceMap, under: str) -> Sourced | None:
    """Return what takes the place of the mapping or list under a key; None where it is right as it is."""
    change = _changed_mapping if isinstance(value, dict) else _changed_list
    return change(value, source, under)


def _changed_mapping(entries: dict[str, Any], source: SourceMap, under: str) -> Sourced | None:
    dropped: list[str] = []
    changed: dict[str, Sourced] = {}
    holds_text = under in STRING_MAPS
    for key, value in entries.items():
        if isinstance(value, str) and key not in _NUMERIC_IDS:  # most are, and stay as they are
            continue
        if isinstance(value, (dict, list)):
            if holds_text:
                continue
            if value == []:
                dropped.append(key)
            elif (right := _changed(value, source.child(key), key)) is not None:
                changed[key] = right
        elif value is None:
            dropped.append(key)
        elif (sent := as_sent(value, key, under)) is not value:
            changed[key] = Sourced(value, source.child(key)).derive(sent)
    if not changed and not dropped:
        return None
    return Sourced(entries, source).replaced(changed).without(dropped)


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


def _changed_list(elements: list[Any], source: SourceMap, under: str) -> Sourced | None:
    changed: dict[int, Sourced] = {}
    for index, value in enumerate(elements):
        if isinstance(value, (dict, list)):
            right = _changed(value, source.child(index), under)
            if right is not None:
                changed[index] = right
    right = Sourced(elements, source).replaced(changed) if changed else None
    key = _SORTED_LISTS.get(under) if len(elements) > 1 else None
    if key is None or not all(isinstance(element, dict) for element in elements):
        return right
    listed = right or Sourced(elements, source)
    names = [str(element.get(key, "")) for element in listed.value]
    if names == sorted(names):
        return right
    named = sorted(zip(names, listed.elements(), strict=True), key=itemgetter(0))
    return Sourced.sequence([element for _, element in named], source)
