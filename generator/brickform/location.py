"""Where things were written: a tree of positions that mirrors the data it belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

Key = str | int
ConfigPath = tuple[Key, ...]


class Location(NamedTuple):
    """A place in a file; ``file`` is relative to the project, line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Mark(NamedTuple):
    """A place in a text, line and column counted from 0; PyYAML's own marks stand in for it."""

    line: int
    column: int


_START = Mark(0, 0)


class SourceMap:
    """Where one value was written, and, by key or index, every value inside it.

    A map keeps the config path of its own document, so a value that is moved or merged
    elsewhere still says what the user called it. ``written`` is the text of a YAML scalar that
    was read as something else than that text: a number, a date, true or false, null. A mapping or
    list ``is_verbatim`` when all inside means what is written, wherever it is read: no template, no
    ``010`` for 8, and no float, of which JSON Schema takes some for integers.
    """

    __slots__ = ("children", "file", "is_verbatim", "key", "key_mark", "mark", "parent", "written")

    def __init__(
        self,
        file: str,
        mark: Mark = _START,
        key_mark: Mark | None = None,
        parent: SourceMap | None = None,
        key: Key | None = None,
        children: Mapping[Key, SourceMap] = MappingProxyType({}),
        written: str | None = None,
    ) -> None:
        self.file = file
        self.mark = mark
        self.key_mark = key_mark
        self.parent = parent
        self.key = key
        self.children = children
        self.written = written
        self.is_verbatim = False

    def __repr__(self) -> str:
        return f"SourceMap({format_path(self.config_path)!r} at {self.location})"

    @property
    def location(self) -> Location:
        return self._at(self.mark)

    @property
    def key_location(self) -> Location:
        """Where its key stands, or for a value without a key the value itself."""
        return self._at(self.key_mark or self.mark)

    def _at(self, mark: Mark) -> Location:
        return Location(self.file, mark.line + 1, mark.column + 1)

    @property
    def config_path(self) -> ConfigPath:
        """The path of this value in the document that it was read from."""
        path: list[Key] = []
        node: SourceMap | None = self
        while node is not None:
            if node.key is not None:
                path.append(node.key)
            node = node.parent
        return tuple(reversed(path))

    def find(self, path: Sequence[Key]) -> SourceMap:
        """Return the map of the value at ``path``, or of its nearest ancestor."""
        node = self
        for key in path:
            child = node.children.get(key)
            if child is None:
                break
            node = child
        return node

    def child(self, key: Key) -> SourceMap:
        """Return the map of the value at ``key``, or this one where it has none of its own."""
        return self.children.get(key, self)

    def with_children(self, children: Mapping[Key, SourceMap]) -> SourceMap:
        """Return a map of the same place with other values inside."""
        return SourceMap(self.file, self.mark, self.key_mark, self.parent, self.key, children, self.written)


class TemplateSource(SourceMap):
    """Where a template was written: the value at this place is what it was rendered to."""

    __slots__ = ()


def format_path(path: Sequence[Key]) -> str:
    """Write a config path the way people do: ``models[0].config.packages[1]``."""
    text = ""
    for key in path:
        if isinstance(key, int):
            text += f"[{key}]"
        else:
            text += f".{key}" if text else key
    return text
