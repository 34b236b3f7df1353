"""A value together with the places it came from: the currency between the stages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from brickform.location import Key, Location, SourceMap


class Sourced:
    """Plain data (dict, list, scalar) and the ``SourceMap`` of its shape.

    Values are shared between documents (YAML aliases, merges): never change one in place.
    """

    __slots__ = ("source", "value")

    def __init__(self, value: Any, source: SourceMap) -> None:
        self.value = value
        self.source = source

    def __repr__(self) -> str:
        return f"Sourced({self.value!r}, {self.source!r})"

    @classmethod
    def mapping(cls, entries: Mapping[str, Sourced], at: SourceMap) -> Sourced:
        """Build a mapping from sourced entries; the mapping itself lies at ``at``."""
        values: dict[str, Any] = {}
        children: dict[Key, SourceMap] = {}
        for key, entry in entries.items():
            values[key], children[key] = entry.value, entry.source
        return cls(values, at.with_children(children))

    @classmethod
    def sequence(cls, elements: Iterable[Sourced], at: SourceMap) -> Sourced:
        """Build a list from sourced elements; the list itself lies at ``at``."""
        listed = list(elements)
        children: dict[Key, SourceMap] = {index: item.source for index, item in enumerate(listed)}
        return cls([item.value for item in listed], at.with_children(children))

    @property
    def location(self) -> Location:
        return self.source.location

    def derive(self, value: Any) -> Sourced:
        """Return another value that was made from this one: it points at the same place."""
        source = self.source
        is_bare = not source.children and not source.is_verbatim
        return Sourced(value, source if is_bare else source.with_children({}))

    def replaced(self, parts: Mapping[Any, Sourced]) -> Sourced:
        """Return this mapping or list with other parts at some keys or indexes; a mapping takes new keys."""
        children = {**self.source.children, **{key: part.source for key, part in parts.items()}}
        values = {key: part.value for key, part in parts.items()}
        if isinstance(self.value, list):
            value: Any = [values.get(index, element) for index, element in enumerate(self.value)]
        else:
            value = {**self.value, **values}
        return Sourced(value, self.source.with_children(children))

    def without(self, keys: Collection[str]) -> Sourced:
        """Return this mapping without some of its keys."""
        children = {key: child for key, child in self.source.children.items() if key not in keys}
        value = {key: entry for key, entry in self.value.items() if key not in keys}
        return Sourced(value, self.source.with_children(children))

    def get(self, key: Key) -> Sourced | None:
        """Return the entry at ``key``, or None where there is none or its value is null."""
        inside = self.value
        value = inside.get(key) if isinstance(inside, dict) else _element(inside, key)
        return None if value is None else Sourced(value, self.source.children.get(key, self.source))

    def at(self, *path: Key) -> Sourced | None:
        """Return the value at a longer path, or None where there is none or it is null."""
        value, source = self.value, self.source
        for key in path:
            value = value.get(key) if isinstance(value, dict) else _element(value, key)
            if value is None:
                return None
            source = source.children.get(key, source)
        return Sourced(value, source)

    def picked(self, wanted: Callable[[str], bool]) -> dict[str, Sourced]:
        """Return the entries of a mapping whose keys are wanted and whose values are not null."""
        return {key: entry for key, entry in self.items() if entry.value is not None and wanted(key)}

    def items(self) -> Iterator[tuple[str, Sourced]]:
        """Yield the entries of a mapping, nulls included; nothing for any other value."""
        if isinstance(self.value, dict):
            source_of = self.source.children.get
            for key, value in self.value.items():
                yield key, Sourced(value, source_of(key, self.source))

    def elements(self) -> Iterator[Sourced]:
        """Yield the elements of a list; nothing for any other value."""
        if isinstance(self.value, list):
            source_of = self.source.children.get
            for index, value in enumerate(self.value):
                yield Sourced(value, source_of(index, self.source))

    def entries(self) -> dict[str, Sourced]:
        """Return the entries of a mapping as a new dict, to be changed and rebuilt."""
        return dict(self.items())


def _element(inside: Any, key: Key) -> Any:
    return inside[key] if isinstance(inside, list) and isinstance(key, int) and key < len(inside) else None
