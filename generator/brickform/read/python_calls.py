"""Finds the calls of a model that tell dbt something, such as ``dbt.ref`` and ``dbt.config``."""

from __future__ import annotations

import ast
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

_NAMES = frozenset(["dbt.ref", "dbt.source", "dbt.config", "dbt.config.get", "dbt.config.meta_get"])
_RENAME = re.compile(r"=\s*dbt(?:\.\w+)*\s*(?:$|[)#;,])")
_BRANCHES = (ast.If, ast.IfExp, ast.Match, ast.ExceptHandler)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_DECORATED = (*_FUNCTIONS, ast.ClassDef)
_ASSIGNMENTS = (ast.Assign, ast.AnnAssign, ast.NamedExpr)
_LEAVES = frozenset([ast.Name, ast.Constant, ast.Load, ast.Store, str, type(None)])
"""What holds no call, and is most of a tree."""


class DbtCall(NamedTuple):
    """One call; ``conditional`` when it stands in a branch of an ``if`` or the like."""

    name: str
    node: ast.Call
    conditional: bool


def find_dbt_calls(tree: ast.Module, lines: Sequence[str]) -> Iterator[DbtCall]:
    """Yield the calls whose dotted name is literally one that dbt looks for, in the order of the file.

    dbt finds them by name, whatever ``dbt`` may be there: dbt-core 1.11, dbt/parser/models.py.
    ``lines`` are those of the file: a statement that does not mention dbt is not searched.
    """
    mentions = [number for number, line in enumerate(lines, start=1) if _may_name_dbt(line)]
    waiting: list[tuple[Any, bool]] = [(tree, False)]
    while waiting:
        node, conditional = waiting.pop()
        if type(node) in _LEAVES:
            continue
        if isinstance(node, ast.stmt) and not _holds_any(node, mentions):
            continue
        if isinstance(node, ast.Call):
            name = _dotted_name(node.func)
            if name in _NAMES:
                yield DbtCall(name, node, conditional)
        conditional = conditional or isinstance(node, _BRANCHES)
        for child in reversed(_children(node)):
            waiting.append((child, conditional))  # noqa: PERF401 - quicker for the few children of a node


def find_renames(tree: ast.Module, lines: Sequence[str]) -> Iterator[ast.expr]:
    """Yield what is given another name, ``dbt`` or a function of it: calls by that name are not found."""
    if not any("dbt" in line and _RENAME.search(line) for line in lines):
        return
    for node in ast.walk(tree):
        value = node.value if isinstance(node, _ASSIGNMENTS) else None
        if value is not None and _dotted_name(value) in ("dbt", *_NAMES):
            yield value


def find_model_functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield the functions called ``model`` outside of other functions, in the order of the file."""
    waiting: list[ast.AST] = [*reversed(tree.body)]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, _FUNCTIONS):
            children = [child for child in ast.iter_child_nodes(node) if not isinstance(child, ast.expr)]
            waiting.extend(reversed(children))
        elif node.name == "model":
            yield node


def _children(node: ast.AST) -> list[Any]:
    """Return what ``ast.iter_child_nodes`` yields, and some names and gaps, in a fraction of the time."""
    children: list[Any] = []
    for name in node._fields:
        child = getattr(node, name, None)
        if isinstance(child, list):
            children += child
        elif isinstance(child, ast.AST):
            children.append(child)
    return children


def _may_name_dbt(line: str) -> bool:
    return "dbt" in line or not line.isascii()  # to Python, other forms of a letter are the same


def _holds_any(statement: ast.stmt, lines: Sequence[int]) -> bool:
    if isinstance(statement, _DECORATED):  # it begins behind its decorators
        return True
    following = bisect_left(lines, statement.lineno)
    return following < len(lines) and lines[following] <= (statement.end_lineno or statement.lineno)


def _dotted_name(node: ast.expr) -> str:
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name) or len(names) > 2:
        return ""
    return ".".join([node.id, *reversed(names)])
