"""Renders one template to a value, with the types that dbt's native renderer gives.

An expression on its own keeps the type of its value; constants and mixed text become text; the
filters ``as_text``, ``as_bool``, ``as_number`` and ``as_native`` choose.
https://docs.getdbt.com/reference/dbt-jinja-functions/as_native
"""

from __future__ import annotations

import re
from ast import literal_eval
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from jinja2 import Template, TemplateSyntaxError, Undefined, UndefinedError
from jinja2.exceptions import SecurityError

from brickform.codes import TEMPLATE_FAILED, TEMPLATE_LIMIT, TEMPLATE_SYNTAX, UNDEFINED_NAME
from brickform.diagnostics import Code
from brickform.read.limits import MAX_DEPTH, is_endless
from brickform.resolve.jinja_limits import LimitError, full_purse, pay_for
from brickform.resolve.jinja_sandbox import Sandbox
from brickform.suggestions import did_you_mean

_UNKNOWN_NAME = re.compile(r"No (filter|test) named '(\w+)'")
_MARKERS = ("{{", "{%", "{#")


class RenderError(Exception):
    """Why a template has no value, as the parts of a diagnostic."""

    def __init__(self, code: Code, summary: str, help: str = "") -> None:
        super().__init__(summary)
        self.code = code
        self.summary = summary
        self.help = help


class _AsText(str):
    pass


class _AsNative(str):
    pass


class _AsBool(_AsNative):
    pass


class _AsNumber(_AsNative):
    pass


_sandbox = Sandbox(
    {
        "as_text": _AsText,
        "as_native": _AsNative,
        "as_bool": _AsBool,
        "as_number": _AsNumber,
        "is_list": lambda value: isinstance(value, list),
    }
)


def is_template(text: str) -> bool:
    return "{" in text and any(marker in text for marker in _MARKERS)


def render_template(text: str, names: Mapping[str, Any]) -> Any:
    """Return plain data; raise RenderError, and nothing else, when there is none."""
    try:
        template = _compile(text)
        with full_purse():
            parts = list(template.root_render_func(template.new_context(dict(names))))
            return _plain(_join(parts))
    except RenderError:
        raise
    except LimitError:
        summary = "Jinja: the template does more than any config needs, or without end"
        raise RenderError(TEMPLATE_LIMIT, summary, "pass the result as a var, or write it out") from None
    except (RecursionError, MemoryError, SyntaxError):  # the last is what Python says of Jinja's own code
        raise RenderError(
            TEMPLATE_LIMIT, "Jinja: the template is nested too deep", "write it flatter"
        ) from None
    except TemplateSyntaxError as error:
        summary = f"Jinja cannot be parsed: {error.message}"
        raise RenderError(TEMPLATE_SYNTAX, summary, _meant(error.message or "")) from error
    except UndefinedError as error:
        raise RenderError(UNDEFINED_NAME, f"Jinja: {error.message}") from error
    except SecurityError as error:
        raise RenderError(TEMPLATE_FAILED, f"Jinja's sandbox does not allow this: {error}") from error
    except Exception as error:
        raise RenderError(TEMPLATE_FAILED, f"Jinja fails with {_describe(error)}") from error


@lru_cache(maxsize=4096)
def _compile(text: str) -> Template:
    return _sandbox.compile_template(text)


def _meant(message: str) -> str:
    """Return what a filter or test is called whose name Jinja does not know."""
    unknown = _UNKNOWN_NAME.match(message)
    if unknown is None:
        return ""
    known = _sandbox.filters if unknown[1] == "filter" else _sandbox.tests
    return did_you_mean(unknown[2], filter(str.isidentifier, known))


def _describe(error: Exception) -> str:
    detail = str(error).partition("\n")[0][:200]
    return f"{type(error).__name__}: {detail}" if detail else type(error).__name__


def _join(parts: list[Any]) -> Any:
    pay_for("", *parts)
    if not parts:
        return ""
    if len(parts) > 1:
        return "".join(str(part) for part in parts)
    return _evaluate(parts[0]) if isinstance(parts[0], _AsNative) else parts[0]


def _evaluate(marked: _AsNative) -> Any:
    value: Any
    try:
        value = literal_eval(marked)
    except (ValueError, SyntaxError):
        value = str(marked)
    is_bool = isinstance(value, bool)
    if isinstance(marked, _AsBool) and not is_bool:
        raise RenderError(TEMPLATE_FAILED, "'as_bool' is given a value that is no bool")
    if isinstance(marked, _AsNumber) and (is_bool or not isinstance(value, int | float)):
        raise RenderError(TEMPLATE_FAILED, "'as_number' is given a value that is no number")
    return value


def _plain(value: Any, depth: int = MAX_DEPTH) -> Any:
    """Turn what an expression may return into what YAML could have held."""
    if isinstance(value, Undefined | str):
        return str(value)  # raises for an undefined value; Markup and markers become text
    if value is None or (isinstance(value, int | float) and not is_endless(value)):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if depth == 0:
        raise RecursionError
    if isinstance(value, list | tuple):
        return [_plain(element, depth - 1) for element in value]
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {str(key): _plain(entry, depth - 1) for key, entry in value.items()}
    kind = type(value).__name__
    raise RenderError(TEMPLATE_FAILED, f"Jinja renders to a value that YAML cannot hold ({kind})")
