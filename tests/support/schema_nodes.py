"""The schemas of ``schema/`` as one graph to walk, whatever file and definition a part is in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from brickform.validate.documents import load_schema

Schema = dict[str, Any]


@dataclass(frozen=True)
class Node:
    """A part of a schema that is no mere reference."""

    schema: Schema
    document: str
    pointer: str
    """Where it is written in that file."""

    @property
    def properties(self) -> dict[str, Schema]:
        properties: dict[str, Schema] = self.schema.get("properties", {})
        return properties

    @property
    def is_closed(self) -> bool:
        """Whether an unknown key is refused."""
        return self.schema.get("additionalProperties") is False

    @property
    def words(self) -> list[Any]:
        return [word for word in self.schema.get("enum", ()) if word is not None]

    @property
    def groups(self) -> list[Schema]:
        """The parts that say which keys exclude each other."""
        parts = [resolved(part, self.document, "").schema for part in self.schema.get("allOf", ())]
        return [part for part in (*parts, self.schema) if "oneOf" in part]

    def at(self, step: str | int) -> Node | None:
        """Return the node of an entry or an element; None where the schema does not describe it."""
        if isinstance(step, int):
            place, part = "/items", self.schema.get("items")
        elif step in self.properties:
            place, part = f"/properties/{step}", self.properties[step]
        else:
            place, part = "/additionalProperties", self.schema.get("additionalProperties")
        return resolved(part, self.document, self.pointer + place) if isinstance(part, dict) else None


def resolved(schema: Schema, document: str, pointer: str) -> Node:
    while "$ref" in schema:
        file, _, pointer = schema["$ref"].partition("#")
        document = file or document
        part: Any = load_schema(document)
        for step in pointer.split("/")[1:]:
            part = part[int(step) if isinstance(part, list) else step]
        schema = {**part, **{key: value for key, value in schema.items() if key != "$ref"}}
    return Node(schema, document, pointer)


def root(document: str) -> Node:
    return resolved(load_schema(document), document, "")


def places(value: Any, node: Node | None) -> Iterator[tuple[tuple[str | int, ...], Node | None]]:
    """Yield the path of every value inside a value, with its node."""
    steps = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for step in steps:
        child = node.at(step) if node is not None else None
        yield (step,), child
        for path, inner in places(value[step], child):
            yield (step, *path), inner


def at(value: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        value = value[step]
    return value
