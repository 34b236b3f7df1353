"""Compares a file that was written once with what would be written today: from then on it is the user's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

_OF_TARGET = (("mode",), ("workspace", "host"), ("run_as",))


def missing_settings(made: bytes, existing: bytes, target: str) -> list[str]:
    """Return what a bundle's own file does not say, or says otherwise, of one target; by config path."""
    wanted, found = _document(made), _document(existing)
    return list(_differences(wanted, found, target))


def _differences(wanted: Any, found: Any, target: str) -> Iterator[str]:
    targets = _at(found, "targets")
    if not isinstance(targets, dict) or target not in targets:
        yield f"targets.{target}"
        return
    for path in _OF_TARGET:
        value = _at(wanted, "targets", target, *path)
        if value is not None and _at(found, "targets", target, *path) != value:
            yield ".".join(("targets", target, *path))


def _document(content: bytes) -> Any:
    try:
        return yaml.safe_load(content)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None


def _at(document: Any, *path: str) -> Any:
    for key in path:
        document = document.get(key) if isinstance(document, dict) else None
    return document
