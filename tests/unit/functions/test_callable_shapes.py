"""What toolkits demand of a callable: they read the signature and the docstring, and ship the body alone."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from typing import Optional, get_type_hints

import pytest

import brickform.functions
from brickform.functions.callables import CALLABLES

SECTIONS = ("Raises:", "Examples:", "Example:", "Note:", "Yields:")
CALLABLE = pytest.mark.parametrize("function", CALLABLES, ids=lambda function: function.__name__)


def test_all_of_them_are_exported() -> None:
    assert {function.__name__ for function in CALLABLES} <= set(brickform.functions.__all__)


@CALLABLE
def test_types_are_those_of_unity_catalog(function: Callable[..., str]) -> None:
    hints = get_type_hints(function)
    assert hints.pop("return") is str
    for name, parameter in inspect.signature(function).parameters.items():
        wanted = Optional[str] if parameter.default is None else (str, int)  # noqa: UP045
        assert hints[name] in (wanted if isinstance(wanted, tuple) else (wanted,))
        assert parameter.default in (None, 25, inspect.Parameter.empty)


@CALLABLE
def test_every_parameter_is_described(function: Callable[..., str]) -> None:
    documentation = inspect.getdoc(function) or ""
    arguments = documentation.partition("Args:")[2].partition("Returns:")[0]
    described = [line.strip().partition(":")[0] for line in arguments.strip().splitlines()]
    assert described == list(inspect.signature(function).parameters)
    assert not [section for section in SECTIONS if section in documentation]
    assert "'" not in documentation.partition("Returns:")[0].replace("run's", "")
    assert "$$" not in documentation


@CALLABLE
def test_the_body_brings_what_it_needs(function: Callable[..., str]) -> None:
    tree = ast.parse(inspect.getsource(function)).body[0]
    assert isinstance(tree, ast.FunctionDef)
    imported = {alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    body = [node for statement in tree.body for node in ast.walk(statement)]
    read = {node.id for node in body if isinstance(node, ast.Name)}
    assert read <= imported | set(inspect.signature(function).parameters)
