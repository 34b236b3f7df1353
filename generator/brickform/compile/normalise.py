"""One spelling for each setting: text where the API wants text, order where it keeps none."""

from __future__ import annotations

from brickform.compile.model import Ref
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
    return _normalise(settings, ())


def _normalise(item: Sourced, path: tuple[str, ...]) -> Sourced:
    if isinstance(item.value, dict):
        return _normalise_mapping(item, path)
    if isinstance(item.value, list):
        return _sorted_list(
            Sourced.sequence((_normalise(part, path) for part in item.elements()), item.source), path
        )
    return item


def _normalise_mapping(item: Sourced, path: tuple[str, ...]) -> Sourced:
    if path and path[-1] in _STRING_MAPS:
        texts = {key: _as_text(value) for key, value in item.items() if value.value is not None}
        return Sourced.mapping(texts, item.source)
    entries = {}
    for key, value in item.items():
        if value.value is None or value.value == []:
            continue
        entries[key] = _convert_scalar(key, path, value) or _normalise(value, (*path, key))
    return Sourced.mapping(entries, item.source)


def _convert_scalar(key: str, path: tuple[str, ...], value: Sourced) -> Sourced | None:
    if isinstance(value.value, (dict, list, Ref)):
        return None
    if key in _NUMERIC_IDS or (key == "job_id" and path[-1:] == ("run_job_task",)):
        return value.derive(int(value.value)) if str(value.value).isdigit() else value
    if _is_id(key) or (key == "default" and path[-1:] == ("parameters",)):
        return _as_text(value)
    return None


def _is_id(key: str) -> bool:
    return key == "id" or key.endswith("_id")


def _as_text(item: Sourced) -> Sourced:
    value = item.value
    if isinstance(value, bool):
        return item.derive("true" if value else "false")
    return item.derive(str(value)) if isinstance(value, (int, float)) else item


def _sorted_list(item: Sourced, path: tuple[str, ...]) -> Sourced:
    key = _SORTED_LISTS.get(path[-1]) if path else None
    if key is None or not all(isinstance(part, dict) for part in item.value):
        return item
    ordered = sorted(item.elements(), key=lambda part: str(part.value.get(key, "")))
    return Sourced.sequence(ordered, item.source)
