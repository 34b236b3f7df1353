"""Checks that a model file has the one function that dbt calls."""

from __future__ import annotations

import ast

from brickform.codes import MODEL_FUNCTION
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.location import SourceMap
from brickform.read.python_calls import find_model_functions
from brickform.read.python_literals import LiteralReader

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
        _check_function(function, literals, found)
    return place


def _check_function(
    function: ast.FunctionDef | ast.AsyncFunctionDef, literals: LiteralReader, found: Diagnostics
) -> None:
    place = literals.place(function)
    if isinstance(function, ast.AsyncFunctionDef):
        _report(found, place, "'model' cannot be async", _SHAPE)
    arguments = function.args.args
    if len(arguments) != 2:
        _report(found, place, "'model' takes two arguments: dbt and the session", _SHAPE)
    elif arguments[0].arg != "dbt":
        first = literals.place(arguments[0])
        _report(found, first, f"the first argument is called 'dbt', not '{arguments[0].arg}'", _SHAPE)
    last = function.body[-1]
    if not isinstance(last, ast.Return) or last.value is None:
        _report(found, literals.place(last), "'model' has to end in a return", "return the data frame")
    elif isinstance(last.value, ast.Tuple):
        place = literals.place(last.value)
        _report(found, place, "'model' returns one data frame, not several", "return one data frame")


def _report(found: Diagnostics, place: SourceMap, summary: str, help: str) -> None:
    found.add(Diagnostic.at(MODEL_FUNCTION, place, summary, help=help))
