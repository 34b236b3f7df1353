"""What templates may name: ``var``, ``env_var``, ``target`` and a few helpers of dbt."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Any, NamedTuple

import yaml

from brickform.codes import (
    SECRET_ENV_VAR,
    TEMPLATE_FAILED,
    UNDEFINED_NAME,
    UNKNOWN_ENV_VAR,
    UNKNOWN_VAR,
    VAR_BY_PATH,
    VAR_IN_PROJECT_FILE,
    VAR_WITH_JINJA,
)
from brickform.diagnostics import Code
from brickform.read.yaml_source import read_yaml
from brickform.resolve.databricks_references import explain_reference
from brickform.resolve.jinja import RenderError, render_template
from brickform.resolve.variables import Variables
from brickform.suggestions import did_you_mean, listed

SECRET_PREFIX = "DBT_ENV_SECRET"  # noqa: S105
_UNSET = object()
_DBT_EXPRESSION = re.compile(r"\{\{-?\s*(?:env_var|var|target)\b|\{%")
"""What dbt would have to render; Databricks' own braces are none."""

_NOT_AVAILABLE = {
    **dict.fromkeys(
        ("modules", "run_started_at", "invocation_id", "thread_id"),
        "its value is another one in every run; write the value, or pass it with --vars",
    ),
    **dict.fromkeys(
        ("this", "ref", "source", "model", "graph", "config", "builtins", "context", "dbt_version"),
        "it exists in dbt's SQL only; configs know var, env_var, target and project_name",
    ),
}


class Note(NamedTuple):
    """Something to tell about a template that has a value."""

    code: Code
    summary: str
    help: str


class Scope(NamedTuple):
    """What one part of a project sees; without ``target`` the name is undefined."""

    variables: Variables
    project_name: str
    target: Mapping[str, Any] | None = None
    own_variables: Variables = Variables(())
    """Those of the ``dbt_project.yml`` that is being rendered, which dbt does not see there."""
    may_read_secrets: bool = False

    def render(self, text: str) -> tuple[Any, Rendering]:
        """Return the value and what there is to say about it; raise RenderError."""
        rendering = Rendering(self)
        try:
            return render_template(text, rendering.names()), rendering
        except RenderError as error:
            if rendering.read_secret:  # the message could quote it
                raise RenderError(TEMPLATE_FAILED, "Jinja fails (a secret hides the details)") from None
            raise _explain(text, error, rendering) from None


class Rendering:
    """The functions of one rendering, and what they noticed."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self.notes: list[Note] = []
        self.read_secret = False

    def names(self) -> dict[str, Any]:
        names = {
            "var": self._var,
            "env_var": self._env_var,
            "project_name": self._scope.project_name,
            "tojson": _to_json,
            "fromjson": _from_json,
            "toyaml": _to_yaml,
            "fromyaml": _from_yaml,
            "zip": lambda *lists: list(zip(*lists, strict=False)),
        }
        if self._scope.target is not None:
            names["target"] = dict(self._scope.target)
        return names

    def _var(self, name: str, default: Any = _UNSET) -> Any:
        found = self._scope.variables.find(name)
        if found is not None:
            if found.by_path:
                summary = f"var('{name}') is found by its path; dbt looks for a var of that very name only"
                self.notes.append(Note(VAR_BY_PATH, summary, _index_help(name)))
            if isinstance(found.value, str) and _DBT_EXPRESSION.search(found.value):
                summary = f"var '{name}' holds Jinja, which is not rendered there: it stays as it is written"
                self.notes.append(Note(VAR_WITH_JINJA, summary, "write the expression where the var is used"))
            return deepcopy(found.value)
        own = self._scope.own_variables.find(name)
        if own is not None:
            summary = f"dbt does not know var('{name}') here: dbt_project.yml cannot use its own vars"
            self.notes.append(Note(VAR_IN_PROJECT_FILE, summary, "pass it with --vars"))
        if default is not _UNSET:
            return default
        if own is not None:
            return deepcopy(own.value)
        raise RenderError(UNKNOWN_VAR, f"var '{name}' is not defined", self._var_help(name))

    def _var_help(self, name: str) -> str:
        define = "define it under 'vars:', pass it with --vars, or give a default: var('x', 'default')"
        return did_you_mean(name, self._scope.variables.names(), otherwise=define)

    def _env_var(self, name: str, default: Any = None) -> Any:
        if name.startswith(SECRET_PREFIX):
            if not self._scope.may_read_secrets:
                advice = (
                    "use a variable of another name, or for a secret of Databricks"
                    " {% raw %}{{secrets/scope/key}}{% endraw %}"
                )
                raise RenderError(SECRET_ENV_VAR, f"'{name}' may be read in profiles.yml only", advice)
            self.read_secret |= name in os.environ
        value = os.environ.get(name, default)
        if value is None:
            advice = f"set it, or give a default: env_var('{name}', 'default')"
            raise RenderError(UNKNOWN_ENV_VAR, f"environment variable '{name}' is not set", advice)
        return value


def _index_help(name: str) -> str:
    head, *path = name.split(".")
    return f"for dbt write var('{head}')" + "".join(f"['{key}']" for key in path)


def _explain(text: str, error: RenderError, rendering: Rendering) -> RenderError:
    error = explain_reference(text, error)
    if error.code is not UNDEFINED_NAME or error.help:
        return error
    name = error.summary.partition("'")[2].partition("'")[0]
    known = rendering.names()
    if name == "dict object" and isinstance(known.get("target"), dict) and "target" in text:
        return RenderError(error.code, error.summary, f"target has {listed(known['target'])}")
    advice = _NOT_AVAILABLE.get(name) or did_you_mean(name, known, otherwise=f"Jinja knows {listed(known)}")
    return RenderError(error.code, error.summary, advice)


def _to_json(value: Any, default: Any = None, sort_keys: bool = False) -> Any:
    try:
        return json.dumps(value, sort_keys=sort_keys)
    except (TypeError, ValueError):
        return default


def _from_json(text: str, default: Any = None) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return default


def _to_yaml(value: Any, default: Any = None, sort_keys: bool = False) -> Any:
    try:
        return yaml.safe_dump(value, sort_keys=sort_keys)
    except yaml.YAMLError:
        return default


def _from_yaml(text: str, default: Any = None) -> Any:
    document, found = read_yaml(text, "")
    return default if document is None or found.has_errors else document.value
