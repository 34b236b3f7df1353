"""Checks that a model file has the one function that dbt calls."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from brickform.codes import MODEL_FUNCTION
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.location import SourceMap
from brickform.read.python_calls import find_model_functions
from brickform.read.python_literals import LiteralReader

_Node = ast.stmt | ast.expr | ast.arg

_SHAPE = "write 'def model(dbt, session):'"


def check_model_function(tree: ast.Module, literals: LiteralReader, found: Diagnostics) -> SourceMap:
    """Report what dbt would refuse (dbt-core 1.11, PythonValidationVisitor); return the function's place."""
    functions = list(find_model_functions(tree))
    if not functions:
        place = literals.place(tree.body[0])
        advice = f"{_SHAPE}, or move the file: every file of code in a folder of models is one"
        _report(found, place, "the file has no function 'model'", advice)
        return place
    place = literals.place(functions[0])
    for other in functions[1:]:
        summary = f"a second function 'model': the first is in line {functions[0].lineno}"
        _report(found, literals.place(other), summary, "write one model to a file")
    for function in functions:
        for node, summary, advice in _mistakes(function):
            _report(found, literals.place(node), summary, advice)
    return place


def _mistakes(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[tuple[_Node, str, str]]:
    if isinstance(function, ast.AsyncFunctionDef):
        yield function, "'model' cannot be async", _SHAPE
    arguments = function.args.args
    if len(arguments) != 2:
        yield function, "'model' takes two arguments: dbt and the session", _SHAPE
    elif arguments[0].arg != "dbt":
        yield arguments[0], f"the first argument is called 'dbt', not '{arguments[0].arg}'", _SHAPE
    last = function.body[-1]
    if not isinstance(last, ast.Return) or last.value is None:
        yield last, "'model' has to end in a return", "return the data frame"
    elif isinstance(last.value, ast.Tuple):
        yield last.value, "'model' returns one data frame, not several", "return one data frame"


def _report(found: Diagnostics, place: SourceMap, summary: str, help: str) -> None:
    found.add(Diagnostic.at(MODEL_FUNCTION, place, summary, help=help))
