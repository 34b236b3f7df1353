"""Reads what SQL models and snapshots say about themselves, as far as it is written out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import jinja2
from jinja2 import nodes

from brickform.location import Key, Mark, SourceMap
from brickform.read.limits import is_endless
from brickform.read.python_model import RelationCall
from brickform.sourced import Sourced

_REF_CALL = re.compile(r"\bref\s*\(")
_CONFIG_CALL = re.compile(r"\bconfig\s*\(")
_SNAPSHOT_TAG = re.compile(r"\{%-?\s*(?:snapshot\s+(\w+)|endsnapshot)\s*-?%\}")


class InlineConfig(NamedTuple):
    """The arguments of ``{{ config(…) }}``: those written out, and the keys of the others."""

    values: Sourced | None = None
    computed: frozenset[str] = frozenset()


class _NotLiteralError(Exception):
    pass


def read_inline_config(text: str, file: str, first_line: int = 1) -> InlineConfig:
    """Read the config calls of SQL text; SQL that only dbt can parse has none."""
    template = _parse(text) if _CONFIG_CALL.search(text) else None
    if template is None:
        return InlineConfig()
    root = SourceMap(file, Mark(first_line - 1, 0))
    values: dict[str, Any] = {}
    children: dict[Key, SourceMap] = {}
    computed: set[str] = set()
    for key, node in _arguments(template):
        try:
            values[key] = _literal(node)
        except _NotLiteralError:
            computed.add(key)
            continue
        mark = Mark(first_line + node.lineno - 2, 0)
        children[key] = SourceMap(file, mark, parent=root, key=key)
    return InlineConfig(Sourced(values, root.with_children(children)), frozenset(computed - values.keys()))


def read_refs(text: str, file: str) -> tuple[RelationCall, ...]:
    """Return the calls of ``ref`` whose arguments are written out, in a comment of SQL too, as dbt does."""
    template = _parse(text) if _REF_CALL.search(text) else None
    if template is None:
        return ()
    refs = [_ref(call, SourceMap(file, Mark(call.lineno - 1, 0))) for call in _calls_of(template, "ref")]
    return tuple(ref for ref in refs if ref is not None)


def _ref(call: nodes.Call, place: SourceMap) -> RelationCall | None:
    try:
        arguments = tuple(str(_literal(argument)) for argument in call.args)
        version = [_literal(word.value) for word in call.kwargs if word.key in ("v", "version")]
    except _NotLiteralError:
        return None
    if not arguments:
        return None
    return RelationCall(arguments[:2], str(version[0]) if version else None, place)


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(extensions=["jinja2.ext.do"])  # noqa: S701 - nothing of a template is rendered here


def _parse(text: str) -> nodes.Template | None:
    try:
        return _environment().parse(text)
    except (jinja2.TemplateSyntaxError, RecursionError, ValueError):  # a number of thousands of digits
        return None


def _calls_of(template: nodes.Template, name: str) -> Iterator[nodes.Call]:
    for call in template.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == name:
            yield call


def find_snapshots(text: str) -> Iterator[tuple[str, str, int]]:
    """Yield name, text and first line of every ``{% snapshot %}`` block."""
    opened = None
    for tag in _SNAPSHOT_TAG.finditer(text):
        if tag[1] is None and opened is not None:
            yield opened[1], text[opened.end() : tag.start()], text.count("\n", 0, opened.end()) + 1
        opened = tag if tag[1] is not None else None


def _arguments(template: nodes.Template) -> Iterator[tuple[str, nodes.Node]]:
    for call in _calls_of(template, "config"):
        for argument in call.args:
            if isinstance(argument, nodes.Dict):
                for pair in argument.items:
                    if isinstance(pair.key, nodes.Const):
                        yield str(pair.key.value), pair.value
        for keyword in call.kwargs:
            yield keyword.key, keyword.value


def _literal(node: nodes.Node) -> Any:
    if isinstance(node, nodes.Const):
        if isinstance(node.value, int | float) and is_endless(node.value):
            raise _NotLiteralError
        return node.value
    if isinstance(node, nodes.List | nodes.Tuple):
        return [_literal(item) for item in node.items]
    if isinstance(node, nodes.Dict):
        return {str(_literal(pair.key)): _literal(pair.value) for pair in node.items}
    if isinstance(node, nodes.Neg):
        number = _literal(node.node)
        if isinstance(number, int | float):
            return -number
    raise _NotLiteralError
