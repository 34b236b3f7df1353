"""Jinja's sandbox, whose templates can neither reach out nor work without end."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any

from jinja2 import StrictUndefined, Template, nodes
from jinja2.exceptions import SecurityError
from jinja2.nativetypes import NativeCodeGenerator
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment
from jinja2.visitor import NodeTransformer

from brickform.read.limits import is_endless
from brickform.resolve.jinja_limits import LONGEST_TEMPLATE, LimitError, full_purse, pay_for

_ROUNDS, _CONCAT = "rounds of a loop", "~"  # names of filters that no template can write
_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "*": operator.mul,
    "%": operator.mod,
    "**": operator.pow,
}


class Sandbox(SandboxedEnvironment):
    """Everything that a template does goes through a filter or ``call``, and pays there."""

    code_generator_class = NativeCodeGenerator

    def __init__(self, filters: dict[str, Callable[..., Any]]) -> None:
        super().__init__(undefined=StrictUndefined, extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"])
        # the same input has to give the same output
        del self.globals["lipsum"], self.filters["random"]
        own = {_ROUNDS: iter, _CONCAT: lambda parts: "".join(map(str, parts)), **_OPERATORS}
        self.filters |= filters | own
        self.filters = {name: _paid(name, function) for name, function in self.filters.items()}

    def compile_template(self, text: str) -> Template:
        """Compile a template, paying for what is constant in it."""
        if len(text) > LONGEST_TEMPLATE:
            raise LimitError
        with full_purse():
            return self.from_string(_Payments().visit(self.parse(text)))

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805
        """Call a function or method; what it is a method of counts as an argument."""
        function = getattr(__obj, "__wrapped__", __obj)
        name = getattr(function, "__name__", "")
        pay_for(name, getattr(function, "__self__", None), *args, *kwargs.values())
        result = super().call(__context, __obj, *args, **kwargs)
        pay_for("", result)
        return _checked(result)

    def concat(self, parts: Iterable[Any]) -> str:
        """Join what a macro or a block has made."""
        made = list(parts)
        pay_for("", *made)
        return "".join(map(str, made))


class _Payments(NodeTransformer):
    """Turns the loops and operators of a template into filters, which pay."""

    def visit_file(self, _node: nodes.Node) -> nodes.Node:
        raise SecurityError("to take in another file")

    visit_Extends = visit_Include = visit_Import = visit_FromImport = visit_file  # noqa: N815

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        node.iter = _filter(_ROUNDS, node.iter)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _filter(_CONCAT, nodes.List(node.nodes, lineno=node.lineno))

    def visit_operator(self, node: nodes.BinExpr) -> nodes.Node:
        self.generic_visit(node)
        return _filter(node.operator, node.left, node.right)

    visit_Add = visit_Mul = visit_Mod = visit_Pow = visit_operator  # noqa: N815


def _filter(name: str, first: Any, *others: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(first, name, list(others), [], None, None, lineno=first.lineno)


def _paid(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    first = (
        1 if hasattr(function, "jinja_pass_arg") else 0
    )  # what Jinja passes is no argument of the template

    @wraps(function)
    def paid(*args: Any, **kwargs: Any) -> Any:
        pay_for(name, *args[first:], *kwargs.values())
        return _checked(function(*args, **kwargs))

    return paid


def _checked(result: Any) -> Any:
    if isinstance(result, int) and is_endless(result):
        raise LimitError
    return _each_paid(result) if isinstance(result, Iterator) else result


def _each_paid(elements: Iterator[Any]) -> Iterator[Any]:
    for element in elements:
        pay_for("", element)
        yield element
