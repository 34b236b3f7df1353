"""Reads YAML into plain data and a map of where every key and value was written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, NoReturn

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from brickform.codes import DUPLICATE_KEY, KEY_NOT_TEXT, YAML_LIMIT, YAML_SYNTAX, YAML_VALUE
from brickform.diagnostics import Code, Diagnostic, Diagnostics
from brickform.location import Key, Location, Mark, SourceMap
from brickform.read.limits import MAX_DEPTH, MAX_NODES, MAX_PROBLEMS, TOO_DEEP
from brickform.read.yaml_marks import Marks
from brickform.read.yaml_messages import QUOTE_JINJA, explain_yaml_error
from brickform.read.yaml_scalars import (
    KEY_TAGS,
    MAPPING,
    MERGE,
    SEQUENCE,
    STRING,
    ScalarError,
    describe_tag,
    scalar_tag,
    scalar_value,
    short_tag,
)
from brickform.read.yaml_spaces import report_lookalikes
from brickform.sourced import Sourced
from brickform.suggestions import did_you_mean

# libyaml is many times faster; PyYAML comes without it on some platforms
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(text: str, file: str) -> tuple[Sourced | None, Diagnostics]:
    """Read one YAML 1.1 document as ``yaml.safe_load`` does, with dates as ISO text.

    An aliased or merged value points at where it was written. A duplicate key, a key that is not
    text or a value without plain form is an error, and reading goes on without it; after an error
    of syntax, or beyond MAX_DEPTH and MAX_NODES, the result is None. An empty file is a null.
    """
    builder = _Builder(file)
    try:
        loader = _Loader(text)
        try:
            document = builder.read_document(Marks(text).of_events(loader.get_event))
            report_lookalikes(text, document, builder.found)
            return document, builder.found
        finally:
            loader.dispose()
    except (yaml.YAMLError, UnicodeEncodeError) as error:
        builder.found.add(explain_yaml_error(error, text, file))
    except _UnreadableError as error:
        builder.found.add(error.diagnostic)
    return None, builder.found


class _UnreadableError(Exception):
    def __init__(self, code: Code, location: Location, summary: str, help: str) -> None:
        super().__init__(summary)
        self.diagnostic = Diagnostic(code, summary, location, (), help)


class _Anchored(NamedTuple):
    value: Any
    source: SourceMap
    nodes: int
    levels: int


class _Builder:
    """Turns the parser's events into data and positions, in one walk."""

    def __init__(self, file: str) -> None:
        self.found = Diagnostics()
        self._file = file
        self._anchors: dict[str, _Anchored] = {}
        self._open_anchors: dict[str, SourceMap] = {}
        self._nodes = 0
        self._not_verbatim = 0
        self._depth = 0
        self._deepest = 0

    def read_document(self, next_event: Callable[[], Any]) -> Sourced:
        self._next = next_event
        self._next()  # the start of the stream
        if type(self._next()) is StreamEndEvent:
            return Sourced(None, SourceMap(self._file))
        value, source = self._node(self._next(), None, None, None)
        self._next()  # the end of the document
        after = self._next()
        if isinstance(after, DocumentStartEvent):
            summary, advice = "a second YAML document starts here", "write one document to a file"
            mark: Any = after.start_mark
            place = SourceMap(self._file, mark)
            raise _UnreadableError(YAML_SYNTAX, place.location, summary, advice)
        return Sourced(value, source)

    def _error(
        self, code: Code, place: SourceMap, summary: str, help: str = "", *, key: bool = False
    ) -> None:
        self.found.add(Diagnostic.at(code, place, summary, help=help, key=key))
        if len(self.found) >= MAX_PROBLEMS:
            summary = f"{MAX_PROBLEMS:,} mistakes so far: the rest of the file is not read"
            raise _UnreadableError(YAML_LIMIT, place.location, summary, "mend these first")

    def _node(
        self, event: Any, parent: SourceMap | None, key: Key | None, key_mark: Mark | None
    ) -> tuple[Any, SourceMap]:
        source = SourceMap(self._file, event.start_mark, key_mark, parent, key)
        if event.anchor is not None:
            return self._alias(event, source) if type(event) is AliasEvent else self._anchored(event, source)
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self._refuse_size(source)
        if type(event) is not ScalarEvent:
            return self._collection(event, source), source
        text, tag = event.value, scalar_tag(event)
        if tag != STRING:
            return self._other_scalar(tag, text, source), source
        if "{" in text or text.endswith("\n"):  # Jinja may make something else of it
            self._not_verbatim += 1
        return text, source

    def _other_scalar(self, tag: str, written: str, source: SourceMap) -> Any:
        try:
            value = scalar_value(tag, written)
        except ScalarError as error:
            self._error(YAML_VALUE, source, str(error), error.help)
            return None
        source.written = written
        self._not_verbatim += isinstance(value, float) or str(value).lower() != written.lower()
        return value

    def _collection(self, event: Any, source: SourceMap) -> Any:
        is_mapping = type(event) is MappingStartEvent
        if event.tag is not None:
            self._check_tag(event.tag, MAPPING if is_mapping else SEQUENCE, source)
        self._depth += 1
        if self._depth > self._deepest:
            self._go_deeper(self._depth, source)
        before = self._not_verbatim
        value = self._mapping(source) if is_mapping else self._sequence(source)
        source.is_verbatim = self._not_verbatim == before
        self._depth -= 1
        return value

    def _check_tag(self, tag: str, expected: str, place: SourceMap) -> None:
        if tag not in ("!", expected):
            advice = "write a plain mapping or list"
            self._error(YAML_VALUE, place, f"the tag {short_tag(tag)} is not supported", advice)

    def _go_deeper(self, depth: int, place: SourceMap) -> None:
        if depth > MAX_DEPTH:
            raise _UnreadableError(YAML_LIMIT, place.location, TOO_DEEP, "write it flatter")
        self._deepest = depth

    def _refuse_size(self, place: SourceMap) -> NoReturn:
        summary = f"more than {MAX_NODES:,} values, those of aliases counted"
        raise _UnreadableError(YAML_LIMIT, place.location, summary, "use fewer aliases, or several files")

    def _sequence(self, source: SourceMap) -> list[Any]:
        elements: list[Any] = []
        children: dict[Key, SourceMap] = {}
        event = self._next()
        while type(event) is not SequenceEndEvent:
            index = len(elements)
            value, children[index] = self._node(event, source, index, None)
            elements.append(value)
            event = self._next()
        source.children = children
        return elements

    def _mapping(self, source: SourceMap) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        children: dict[Key, SourceMap] = {}
        merged: SourceMap | None = None
        event = self._next()
        while type(event) is not MappingEndEvent:
            mark = event.start_mark
            tag = scalar_tag(event) if type(event) is ScalarEvent else ""
            key = event.value if tag in KEY_TAGS and event.anchor is None else self._key(event, tag, source)
            value, child = self._node(self._next(), source, key, mark)
            first = merged if tag == MERGE else children.get(key or "")
            if first is not None:
                self._duplicate(child, first)
            elif tag == MERGE:
                merged, merge_value = child, value
            elif key is not None:
                entries[key] = value
                children[key] = child
            event = self._next()
        source.children = children
        return entries if merged is None else self._merge(entries, source, merge_value, merged)

    def _duplicate(self, second: SourceMap, first: SourceMap) -> None:
        summary = f"the key '{second.key}' is written twice: first in line {first.key_location.line}"
        advice = "merge several by a list: '<<: [*a, *b]'" if second.key == "<<" else "remove one of them"
        self._error(DUPLICATE_KEY, second, summary, advice, key=True)

    def _merge(
        self, entries: dict[str, Any], source: SourceMap, value: Any, merged: SourceMap
    ) -> dict[str, Any]:
        """Put the entries of a ``<<`` under the mapping's own; of several, the first wins."""
        several = value if isinstance(value, list) else [value]
        sources = [merged.children[index] for index in range(len(several))] if several is value else [merged]
        under: dict[str, Any] = {}
        children: dict[Key, SourceMap] = {}
        for base, base_source in zip(reversed(several), reversed(sources), strict=True):
            if isinstance(base, dict):
                under.update(base)
                children.update(base_source.children)
            else:
                summary, advice = "'<<' takes a mapping, or a list of mappings", "write '<<: *anchor'"
                self._error(YAML_VALUE, base_source, summary, advice)
        source.children = {**children, **source.children}
        return {**under, **entries}

    def _key(self, event: Event, tag: str, parent: SourceMap) -> str | None:
        """Return the text of an unusual key; a key that is not text is an error."""
        if tag == MERGE:
            return "<<"
        value, source = self._node(event, parent, None, None)
        if isinstance(value, str) and (tag in KEY_TAGS or type(event) is AliasEvent):
            return value
        if type(event) is ScalarEvent:
            advice = f'put it in quotes: "{event.value}"'
            summary = f"the key '{event.value}' is read as {describe_tag(tag)}, not as text"
            self._error(KEY_NOT_TEXT, source, summary, advice)
            return str(event.value)
        advice = QUOTE_JINJA if isinstance(value, dict) else "write one text as the key"
        opened = parent.location  # '{{' opens a mapping whose key is a mapping
        is_jinja = source.location == opened._replace(column=opened.column + 1)
        self._error(KEY_NOT_TEXT, parent if is_jinja else source, "a key has to be text", advice)
        return None

    def _anchored(self, event: Any, source: SourceMap) -> tuple[Any, SourceMap]:
        name = event.anchor
        first = self._anchors.get(name)
        if first is not None:
            summary = f"the anchor '{name}' is defined twice: first in line {first.source.location.line}"
            self._error(YAML_SYNTAX, source, summary, "give every anchor a name of its own")
        self._open_anchors[name] = source
        nodes, deepest, self._deepest = self._nodes, self._deepest, self._depth
        event.anchor = None  # what is left is a value like any other
        value, place = self._node(event, source.parent, source.key, source.key_mark)
        self._open_anchors.pop(name, None)
        self._anchors[name] = _Anchored(value, place, self._nodes - nodes, self._deepest - self._depth)
        self._deepest = max(self._deepest, deepest)
        return value, place

    def _alias(self, event: Any, source: SourceMap) -> tuple[Any, SourceMap]:
        name = event.anchor
        if name not in self._anchors or name in self._open_anchors:
            self._unknown_alias(name, source)
            return {}, source
        anchored = self._anchors[name]
        self._not_verbatim += 1  # it may be, but whoever asks finds out soon enough
        self._nodes += anchored.nodes
        if self._nodes > MAX_NODES:
            self._refuse_size(source)
        if (depth := self._depth + anchored.levels) > self._deepest:
            self._go_deeper(depth, source)
        source.mark = anchored.source.mark
        source.children = anchored.source.children
        source.written = anchored.source.written
        return anchored.value, source

    def _unknown_alias(self, name: str, place: SourceMap) -> None:
        if name in self._open_anchors:
            line = self._open_anchors[name].location.line
            summary = f"the alias '*{name}' stands inside its own anchor of line {line}"
            self._error(YAML_SYNTAX, place, summary, "write the value out")
            return
        advice = did_you_mean(name, self._anchors, otherwise=f"define it above: '&{name}'")
        self._error(YAML_SYNTAX, place, f"no anchor '{name}' is defined before this alias", advice)
