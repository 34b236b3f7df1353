"""Values that fit a schema: by chance, but the same for the same seed."""

from __future__ import annotations

import string
from random import Random
from typing import Any

from brickform.validate.groups import alternatives_of, is_required
from support.schema_nodes import Node, Schema

MAX_DEPTH = 6
_DEEP = "for_each_task"
_ALWAYS = frozenset(
    {
        *("python_job_config", "post_hook_tasks", "job_cluster_config", "job_clusters"),
        *("clusters", "defaults", "models", "targets"),
    }
)
"""What leads to the places where most mistakes are possible."""


class Instances:
    """Draws values that fit a node."""

    def __init__(self, random: Random) -> None:
        self._random = random

    def of(self, node: Node, depth: int = 0) -> Any:
        if "enum" in node.schema:
            return self._random.choice(node.schema["enum"])
        kinds = node.schema.get("type", ["string", "integer"])
        kinds = [kinds] if isinstance(kinds, str) else kinds
        kind = kinds[0] if self._random.random() < 0.8 else self._random.choice(kinds)
        if kind == "object":
            return self.mapping(node, depth)
        return self._list(node, depth) if kind == "array" else self._scalar(kind, node.schema)

    def mapping(self, node: Node, depth: int = 0) -> dict[str, Any]:
        if isinstance(node.schema.get("additionalProperties"), dict):
            return {self._word(): self._entry(node, "", depth) for _ in range(self._few(depth))}
        given, excluded = self._chosen(node.groups, depth)
        optional = sorted(node.properties.keys() - excluded)
        chosen = self._random.sample(optional, min(len(optional), self._few(depth)))
        always = sorted(_ALWAYS & set(optional)) if depth <= MAX_DEPTH else []
        keys = dict.fromkeys([*node.schema.get("required", ()), *given, *always, *chosen])
        return {
            key: self._not_null(node, key, depth) if key in given else self._entry(node, key, depth)
            for key in keys
        }

    def _chosen(self, groups: list[Schema], depth: int) -> tuple[list[str], set[str]]:
        """Return one alternative of each group, or none, and the keys of all."""
        given: list[str] = []
        excluded: set[str] = set()
        for group in groups:
            alternatives = alternatives_of(group["oneOf"])
            if is_required(group["oneOf"]) or self._random.random() < 0.3:
                given += self._random.choice(
                    [keys for keys in alternatives if depth < 3 or _DEEP not in keys]
                )
            excluded |= {key for keys in alternatives for key in keys}
        return given, excluded

    def _entry(self, node: Node, key: str, depth: int) -> Any:
        child = node.at(key)
        return self.of(child, depth + 1) if child is not None else self._word()

    def _not_null(self, node: Node, key: str, depth: int) -> Any:
        values = (self._entry(node, key, depth) for _ in range(100))
        return next(value for value in values if value is not None)

    def _list(self, node: Node, depth: int) -> list[Any]:
        size = max(self._few(depth), node.schema.get("minItems", 0))
        element = node.at(0)
        return [self.of(element, depth + 1) if element is not None else self._word() for _ in range(size)]

    def _scalar(self, kind: str, schema: Schema) -> Any:
        if kind == "string":
            is_number = "[0-9]" in schema.get("pattern", "")
            return str(self._random.randrange(10**9)) if is_number else self._word()
        if kind == "integer":
            lowest = max(part.get("minimum", -9) for part in (schema, *schema.get("anyOf", ())))
            return self._random.randint(lowest, schema.get("maximum", 2**70))
        others: dict[str, list[Any]] = {"boolean": [True, False], "null": [None], "number": [0, 1.5, -3, 2e9]}
        return self._random.choice(others[kind])

    def _few(self, depth: int) -> int:
        return 0 if depth > MAX_DEPTH else self._random.choice([0, 1, 1, 2, 3])

    def _word(self) -> str:
        return "".join(self._random.choices(string.ascii_lowercase, k=self._random.randint(1, 8)))
