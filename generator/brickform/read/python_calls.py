"""Finds the calls of a model that tell dbt something, such as ``dbt.ref`` and ``dbt.config``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

_NAMES = frozenset(["dbt.ref", "dbt.source", "dbt.config", "dbt.config.get", "dbt.config.meta_get"])
_BRANCHES = (ast.If, ast.IfExp, ast.Match, ast.ExceptHandler)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


@dataclass(frozen=True, slots=True)
class DbtCall:
    """One call; ``conditional`` when it stands in a branch of an ``if`` or the like."""

    name: str
    node: ast.Call
    conditional: bool


def find_dbt_calls(tree: ast.Module) -> Iterator[DbtCall]:
    """Yield the calls whose dotted name is literally one that dbt looks for, in the order of the file.

    dbt finds them by name, whatever ``dbt`` may be there: dbt-core 1.11, dbt/parser/models.py.
    """
    waiting: list[tuple[ast.AST, bool]] = [(tree, False)]
    while waiting:
        node, conditional = waiting.pop()
        if isinstance(node, ast.Call):
            name = _dotted_name(node.func)
            if name in _NAMES:
                yield DbtCall(name, node, conditional)
        conditional = conditional or isinstance(node, _BRANCHES)
        waiting.extend((child, conditional) for child in reversed(list(ast.iter_child_nodes(node))))


def find_model_functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield the functions called ``model`` outside of other functions, in the order of the file."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == "model":
            yield node
        if not isinstance(node, _FUNCTIONS):
            waiting.extend(reversed(list(ast.iter_child_nodes(node))))


def _dotted_name(node: ast.expr) -> str:
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name) or len(names) > 2:
        return ""
    return ".".join([node.id, *reversed(names)])
