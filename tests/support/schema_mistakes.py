"""Small mistakes in values that fit a schema."""

from __future__ import annotations

import string
from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Any

from support.schema_instances import Instances
from support.schema_nodes import Node, at, places

TEMPLATE = "{{ var('x') }}"
VALUES: list[Any] = [
    *(None, True, False, -2, -1, 0, 1, 5, 59, 1001, 2**70, 2.0, 2.5, float("nan"), float("inf")),
    *("", "12", "12\n", "a b", "ä" * 2100, "x" * 101, "x" * 5000, TEMPLATE, "{% if x %}"),
    *([], {}, [None], [[]], {"a": 1}, {"task_key": "a"}),
]
SIZES = (3, 4, 10, 11, 25, 26, 45, 46)


def typo(word: str, random: Random) -> str:
    """Return the word with one letter less, more, another, or with two that changed places."""
    at, letter = random.randrange(len(word)), random.choice(string.ascii_lowercase)
    before, after = word[:at], word[at:]
    slips = [
        before + after[1:],
        before + letter + after,
        before + letter + after[1:],
        before + after[1:2] + after[:1] + after[2:],
    ]
    return random.choice(slips)


class Mistakes:
    """Plants mistakes into values of one schema; some change nothing."""

    def __init__(self, node: Node, random: Random) -> None:
        self._node = node
        self._random = random
        self._instances = Instances(random)
        self._kinds: list[Callable[[Any, Any, Node | None], None]] = [
            self._other_value,
            self._missing,
            self._misspelt,
            self._one_more,
            self._many,
        ]

    def planted(self, value: Any) -> Any:
        """Return a copy with one to three mistakes."""
        changed = deepcopy(value)
        for _ in range(self._random.randint(1, 3)):
            described = [path for path, node in places(changed, self._node) if node is not None]
            if described:
                path = self._random.choice(described)
                mistake = self._random.choice(self._kinds)
                mistake(at(changed, path[:-1]), path[-1], self._node_at(path[:-1]))
        return changed

    def _node_at(self, path: tuple[str | int, ...]) -> Node | None:
        node: Node | None = self._node
        for step in path:
            node = node.at(step) if node is not None else None
        return node

    def _other_value(self, parent: Any, step: Any, _node: Node | None) -> None:
        parent[step] = deepcopy(self._random.choice(VALUES))

    def _missing(self, parent: Any, step: Any, _node: Node | None) -> None:
        del parent[step]

    def _misspelt(self, parent: Any, step: Any, _node: Node | None) -> None:
        if isinstance(parent, dict):
            parent[typo(step, self._random)] = parent.pop(step)
        elif isinstance(parent[step], str):
            parent[step] = typo(parent[step] or "x", self._random)

    def _one_more(self, parent: Any, _step: Any, node: Node | None) -> None:
        """Add a key that the schema has there: often one that excludes another."""
        if isinstance(parent, dict) and node is not None and node.properties:
            key = self._random.choice(sorted(node.properties))
            child = node.at(key)
            parent[key] = self._instances.of(child, 3) if child is not None else None

    def _many(self, parent: Any, step: Any, _node: Node | None) -> None:
        value, size = parent[step], self._random.choice(SIZES)
        if isinstance(value, list):
            parent[step] = (value or [None]) * size
        elif isinstance(value, dict):
            value.update({f"key_{index}": self._random.choice(["a", None]) for index in range(size)})
