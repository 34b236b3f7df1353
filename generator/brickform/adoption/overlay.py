"""The smallest config that, laid over a model's own, makes its job what it is in the workspace."""

from __future__ import annotations

from typing import Any

from brickform.compile.model import Ref
from brickform.resolve.merge import LIST_KEYS

Json = dict[str, Any]
JOB_CONFIG = "python_job_config"


class Overlay:
    """Grows entry by entry; ``config`` is what it will lie over."""

    def __init__(self, config: Json) -> None:
        self.config = config
        self.entries: Json = {}

    def written(self, *path: str) -> Any:
        """Return what the config says at a path, None where it says nothing."""
        value: Any = self.config
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        return value

    def put(self, value: Any, *path: str) -> None:
        inside = self.entries
        for key in path[:-1]:
            inside = inside.setdefault(key, {})
        inside[path[-1]] = value

    def erase(self, *path: str) -> None:
        """Take back what the config says at a path, if it says anything."""
        if self.written(*path) is not None:
            self.put(None, *path)


def smallest(config: Any, wanted: Any, key: str = "") -> Any:
    """Return what changes ``config`` to ``wanted`` where it is laid over it; None takes a setting back.

    An element of a list that an override merges by its key can be changed or added, but not taken back.
    """
    if isinstance(config, dict) and isinstance(wanted, dict) and key != "run_as":
        changed = {
            name: smallest(config.get(name), value, name)
            for name, value in wanted.items()
            if not is_same(config.get(name), value, name)
        }
        return {**changed, **{name: None for name in config if name not in wanted}}
    return _changed_elements(config, wanted, LIST_KEYS[key]) if are_merged(config, wanted, key) else wanted


def is_same(config: Any, wanted: Any, key: str = "") -> bool:
    """Whether nothing can be said; a shared cluster of the project stays what it is."""
    if isinstance(config, Ref) or config == wanted:
        return True
    return are_merged(config, wanted, key) and not _changed_elements(config, wanted, LIST_KEYS[key])


def are_merged(config: Any, wanted: Any, key: str) -> bool:
    """Whether an override merges two lists by the key of their elements."""
    if key not in LIST_KEYS or not isinstance(config, list) or not isinstance(wanted, list):
        return False
    return all(isinstance(item, dict) and LIST_KEYS[key] in item for item in [*config, *wanted])


def _changed_elements(config: list[Json], wanted: list[Json], identity: str) -> list[Json]:
    present = {element[identity]: element for element in config}
    return [
        {identity: element[identity], **smallest(present.get(element[identity], {}), element)}
        for element in wanted
        if not is_same(present.get(element[identity]), element)
    ]
