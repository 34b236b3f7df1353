"""Every key and every word that the schemas know, each in the smallest value that has it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from brickform.validate.groups import alternatives_of, is_required
from support.schema_nodes import Node, root

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Known:
    """A word at one place of a document: a key, or one of the words that a key may have."""

    document: str
    path: Path
    """To the key, or to the value."""
    word: str
    is_key: bool
    others: frozenset[str]
    """What else would be right there."""

    def __str__(self) -> str:
        return f"{self.document}:{'.'.join(map(str, self.path))}={self.word}"

    @property
    def document_with_it(self) -> Any:
        """The smallest document in which it is right."""
        return smallest(root(self.document), self.path, None if self.is_key else self.word)


def known_words(document: str) -> Iterator[Known]:
    for path, node in reachable(document):
        keys = frozenset(node.properties)
        yield from (Known(document, (*path, key), key, True, keys) for key in node.properties)
        words = frozenset(map(str, node.words))
        yield from (Known(document, path, word, False, words) for word in node.words)


def reachable(
    document: str, leave_out: Callable[[Path], bool] = lambda _: False
) -> Iterator[tuple[Path, Node]]:
    """Yield what can be reached from a document; each definition once, on the shortest way."""
    seen = set()
    queue: deque[tuple[Path, Node]] = deque([((), root(document))])
    while queue:
        path, node = queue.popleft()
        if (node.document, node.pointer) in seen or leave_out(path):
            continue
        seen.add((node.document, node.pointer))
        yield path, node
        steps: list[str | int] = [*node.properties, 0, "any"]
        for step in steps:
            if (child := node.at(step)) is not None:
                queue.append(((*path, step), child))


def smallest(node: Node, path: Path, word: str | None = None) -> Any:
    """Return the smallest value that fits the node and has something, or the word, at the path."""
    if not path:
        return _leaf(node) if word is None else word
    step, child = path[0], node.at(path[0])
    inner = smallest(child, path[1:], word) if child is not None else "any"
    if isinstance(step, int):
        return [inner] * node.schema.get("minItems", 1)
    return {**{key: _entry(node, key) for key in _needed(node, step)}, step: inner}


def _needed(node: Node, wanted: str | None = None) -> list[str]:
    """Return the keys that a mapping needs beside the one that is wanted."""
    needed = [key for key in node.schema.get("required", ()) if key != wanted]
    for group in node.groups:
        alternatives = alternatives_of(group["oneOf"])
        if is_required(group["oneOf"]) and not any(wanted in keys for keys in alternatives):
            needed.append(alternatives[0][0])
    return needed


def _entry(node: Node, key: str) -> Any:
    child = node.at(key)
    return smallest(child, ()) if child is not None else "any"


def _leaf(node: Node) -> Any:
    schema = node.schema
    if node.words:
        return node.words[0]
    kinds = schema.get("type", "string")
    kind = kinds if isinstance(kinds, str) else kinds[0]
    if kind == "object":
        return {key: _entry(node, key) for key in _needed(node)}
    if kind == "array":
        element = node.at(0)
        return [smallest(element, ())] * schema.get("minItems", 0) if element is not None else []
    lowest = max(part.get("minimum", 1) for part in (schema, *schema.get("anyOf", ())))
    return {"integer": lowest, "number": 1.5, "boolean": True, "string": "1"}[kind]
