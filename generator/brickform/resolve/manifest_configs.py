"""The configs of a manifest, which has no positions, at those of the files that they come from."""

from __future__ import annotations

from typing import Any

from brickform.location import Key, SourceMap
from brickform.read.project import DbtNode
from brickform.sourced import Sourced


def dbt_config(node: DbtNode) -> Sourced:
    """Return what dbt made of a node's config, all of it at the head of its file."""
    return Sourced(node.config, SourceMap(node.path))


def located(value: Any, source: SourceMap) -> Sourced:
    """Return a value at its place; what ``source`` does not know lies where its nearest ancestor does."""
    return Sourced(value, _map(value, source))


def _map(value: Any, source: SourceMap) -> SourceMap:
    children: dict[Key, SourceMap] = {}
    if isinstance(value, dict):
        children = {key: _child(entry, key, source) for key, entry in value.items()}
    elif isinstance(value, list):
        children = {index: _child(element, index, source) for index, element in enumerate(value)}
    return source.with_children(children)


def _child(value: Any, key: Key, parent: SourceMap) -> SourceMap:
    known = parent.children.get(key)
    if known is not None:
        return _map(value, known)
    stand_in = SourceMap(parent.file, parent.mark, parent.key_mark, parent, key)
    return _map(value, stand_in)
