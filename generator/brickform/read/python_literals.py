"""Turns Python literals into plain data and positions; nothing is run."""

from __future__ import annotations

import ast
from itertools import accumulate
from typing import Any

from brickform.codes import DUPLICATE_KEY, LITERAL_LIMIT, NOT_A_LITERAL
from brickform.diagnostics import Code, Diagnostic, Diagnostics
from brickform.location import Key, Mark, SourceMap
from brickform.read.limits import MAX_DEPTH, MAX_PROBLEMS, TOO_DEEP, is_endless

_ALLOWED = "nothing is run to read it: write out text, numbers, True, False, None, lists and dicts"
_YAML_WORDS = {"true": "True", "false": "False", "null": "None", "none": "None"}

_COLLECTIONS = (ast.Dict, ast.List, ast.Tuple)
_NUMBERS = (int, float)


class TooManyProblemsError(Exception):
    """The file is not read any further; the diagnostics say so."""


class LiteralReader:
    """Reads the literals of one file; what is not one becomes a diagnostic and the value None."""

    def __init__(self, text: str, file: str, found: Diagnostics) -> None:
        self.lines = text.split("\n")
        self._file = file
        self._found = found
        self._columns: tuple[int, list[int]] = (0, [])  # how many characters begin before each byte of a line
        self._depth = 0

    def place(self, node: ast.expr | ast.stmt | ast.keyword | ast.arg) -> SourceMap:
        """Return where a node begins."""
        return SourceMap(self._file, self.mark(node))

    def mark(self, node: ast.expr | ast.stmt | ast.keyword | ast.arg) -> Mark:
        """Return where a node begins; the parser counts lines from 1, and columns in UTF-8 bytes."""
        return Mark(node.lineno - 1, self._column(node.lineno, node.col_offset))

    def read(
        self,
        node: ast.expr,
        parent: SourceMap | None = None,
        key: Key | None = None,
        key_mark: Mark | None = None,
    ) -> tuple[Any, SourceMap]:
        """Return the value of an expression and where it and everything inside was written."""
        source = SourceMap(self._file, self.mark(node), key_mark, parent, key)
        if not isinstance(node, _COLLECTIONS):
            return self._scalar(node, source), source
        if self._depth == MAX_DEPTH:
            self.report(LITERAL_LIMIT, source, TOO_DEEP, "write it flatter")
            return None, source
        self._depth += 1
        value = self._dict(node, source) if isinstance(node, ast.Dict) else self._list(node.elts, source)
        self._depth -= 1
        return value, source

    def _column(self, number: int, offset: int) -> int:
        """Turn the parser's column of a line, in bytes, into one of characters."""
        line = self.lines[number - 1]
        if line.isascii():
            return offset
        if self._columns[0] != number:
            starts = (byte & 0xC0 != 0x80 for byte in line.encode())
            self._columns = number, list(accumulate(starts, initial=0))
        return self._columns[1][min(offset, len(self._columns[1]) - 1)]

    def _dict(self, node: ast.Dict, source: SourceMap) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        children: dict[Key, SourceMap] = {}
        for key_node, value_node in zip(node.keys, node.values, strict=True):
            key = self._key(key_node, value_node, source)
            if key_node is None or key is None:
                continue
            value, child = self.read(value_node, source, key, self.mark(key_node))
            if key in entries:
                self.report_duplicate(child, children[key])
            else:
                entries[key], children[key] = value, child
        source.children = children
        return entries

    def _key(self, key: ast.expr | None, value: ast.expr, source: SourceMap) -> str | None:
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            return key.value
        place = SourceMap(self._file, self.mark(key or value), parent=source)
        if key is None:
            self.report(NOT_A_LITERAL, place, "'**' cannot be followed here", "write the entries out")
        else:
            self.report(NOT_A_LITERAL, place, "a key has to be text", "put the key in quotes")
        return None

    def _list(self, nodes: list[ast.expr], source: SourceMap) -> list[Any]:
        elements: list[Any] = []
        children: dict[Key, SourceMap] = {}
        for index, node in enumerate(nodes):
            value, children[index] = self.read(node, source, index)
            elements.append(value)
        source.children = children
        return elements

    def _scalar(self, node: ast.expr, source: SourceMap) -> Any:
        value = node.value if isinstance(node, ast.Constant) else _signed_number(node)
        if isinstance(value, _NUMBERS) and is_endless(value):
            summary = "the number is too large to be written down"
            self.report(NOT_A_LITERAL, source, summary, "write a smaller one")
            return None
        is_literal = _is_plain(value) if isinstance(node, ast.Constant) else value is not None
        if not is_literal:
            self.report(NOT_A_LITERAL, source, f"{self._name(node)} is not a literal", _help(node))
            return None
        return value

    def report_duplicate(self, second: SourceMap, first: SourceMap) -> None:
        summary = f"the key '{second.key}' is written twice: first in line {first.key_location.line}"
        self.report(DUPLICATE_KEY, second, summary, "remove one of them", key=True)

    def report(self, code: Code, place: SourceMap, summary: str, help: str, *, key: bool = False) -> None:
        self._found.add(Diagnostic.at(code, place, summary, help=help, key=key))
        if len(self._found) >= MAX_PROBLEMS:
            summary = f"{MAX_PROBLEMS:,} mistakes so far: the rest of the file is not read"
            self._found.add(Diagnostic.at(LITERAL_LIMIT, place, summary, help="mend these first"))
            raise TooManyProblemsError

    def _name(self, node: ast.expr) -> str:
        if node.end_lineno != node.lineno or node.end_col_offset is None:
            return "this expression"
        start, end = (self._column(node.lineno, offset) for offset in (node.col_offset, node.end_col_offset))
        text = self.lines[node.lineno - 1][start:end]
        return f"'{text}'" if 0 < len(text) <= 40 else "this expression"


def _is_plain(value: object) -> bool:
    if isinstance(value, str):
        return value.isascii() or not any("\ud800" <= character <= "\udfff" for character in value)
    return value is None or isinstance(value, _NUMBERS)


def _signed_number(node: ast.expr) -> int | float | None:
    if not isinstance(node, ast.UnaryOp) or not isinstance(node.operand, ast.Constant):
        return None
    number = node.operand.value
    if isinstance(number, bool) or not isinstance(number, _NUMBERS):
        return None
    if isinstance(node.op, ast.USub):
        return -number
    return number if isinstance(node.op, ast.UAdd) else None


def _help(node: ast.expr) -> str:
    if isinstance(node, ast.Name) and node.id in _YAML_WORDS:
        return f"did you mean {_YAML_WORDS[node.id]}?"
    if isinstance(node, ast.Set):
        return "a set has no order: write a list"
    return _ALLOWED
