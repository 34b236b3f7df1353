"""The order of keys in what is written: what names a thing comes first, the rest by name."""

from __future__ import annotations

from typing import Any

_FIRST = ("name", "task_key", "job_cluster_key", "environment_key")


def in_reading_order(value: Any) -> Any:
    """Return the same data with the keys of every mapping in order; lists stay as they are."""
    if isinstance(value, dict):
        return {key: in_reading_order(value[key]) for key in sorted(value, key=_rank)}
    if isinstance(value, list):
        return [in_reading_order(element) for element in value]
    return value


def _rank(key: str) -> tuple[int, str]:
    return (_FIRST.index(key) if key in _FIRST else len(_FIRST), key)
