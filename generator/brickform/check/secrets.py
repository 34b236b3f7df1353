"""Secrets that are written out: they would lie in every output, and in whatever keeps the outputs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from brickform import codes
from brickform.compile.graph import ResourceGraph
from brickform.credentials import is_credential
from brickform.diagnostics import Diagnostic
from brickform.location import ConfigPath, SourceMap
from brickform.resolve.project import ResolvedProject

_TAKE_REFERENCES = frozenset({"docker_image", "spark_conf", "spark_env_vars"})
"""Where Databricks puts the secret in: https://docs.databricks.com/en/security/secrets/secrets-spark-conf-env-var.html"""
_TAKE_PACKAGES = frozenset(
    {"additional_libs", "environment_dependencies", "index_url", "libraries", "packages"}
)
_TAKE_ADDRESSES = frozenset({"git_source", "http_path", "init_scripts"})
_NAMED_BESIDE = frozenset({"default", "value"})
"""What a job parameter is called stands beside its default."""


def secrets_in_plain_text(_graph: ResourceGraph, project: ResolvedProject) -> Iterator[Diagnostic]:
    for config in project.configs:
        for path, name in credentials_in(config.value):
            place = config.source.find(path)
            advice = _advice(place, is_dbt=project.is_dbt)
            yield _in_plain_text(place, name or _last_key(path), advice)


def credentials_in(config: Any) -> Iterator[tuple[ConfigPath, str]]:
    """Yield path and name of every credential inside a config."""
    waiting: list[tuple[ConfigPath, Any]] = [((), config)]
    for path, inside in waiting:
        is_list = isinstance(inside, list)
        for key, value in enumerate(inside) if is_list else inside.items():
            if isinstance(value, (dict, list)):
                waiting.append(((*path, key), value))
                continue
            name = _name_of_argument(inside, key) if is_list else str(key)
            if key in _NAMED_BESIDE and "name" in inside:
                name = str(inside["name"])
            if is_credential(name, value):
                yield (*path, key), name


def _name_of_argument(arguments: Any, index: Any) -> str:
    """Return what an argument of a command line is called: ``--token x``, ``--token=x``, ``token=x``."""
    argument = str(arguments[index])
    name, equals, _ = argument.partition("=")
    if equals:
        return name.lstrip("-")
    option = str(arguments[index - 1]) if index and not argument.startswith("-") else ""
    return option.lstrip("-") if option.startswith("-") else ""


def _last_key(path: ConfigPath) -> str:
    return next((key for key in reversed(path) if isinstance(key, str)), "")


def _in_plain_text(place: SourceMap, name: str, advice: str) -> Diagnostic:
    summary = f"'{name}' holds a secret in plain text"
    return Diagnostic.at(codes.SECRET_IN_PLAIN_TEXT, place, summary, help=advice)


def _advice(place: SourceMap, *, is_dbt: bool) -> str:
    path = place.config_path
    if not _TAKE_REFERENCES.isdisjoint(path):
        return f"put it into a secret scope, and write {_reference(place.location.file, is_dbt=is_dbt)}"
    if not _TAKE_PACKAGES.isdisjoint(path):
        return "write the address without it, and let an init script of the cluster log in"
    if not _TAKE_ADDRESSES.isdisjoint(path):
        return "write it without the secret"
    return 'put it into a secret scope, and read it in the model: dbutils.secrets.get("scope", "key")'


def _reference(file: str, *, is_dbt: bool) -> str:
    """Say how to refer to a secret: raw in YAML, which is rendered; dbt takes no braces in a .py model."""
    in_yaml = '"{% raw %}{{secrets/scope/key}}{% endraw %}"'
    if not file.endswith(".py"):
        return f"{in_yaml} here"
    return f"{in_yaml} in the property file" if is_dbt else '"{{secrets/scope/key}}" here'
