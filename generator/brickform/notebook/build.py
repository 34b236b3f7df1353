"""Decides what the notebook of a model does, from the model's config."""

from __future__ import annotations

from collections.abc import Iterator

from brickform import codes
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.notebook.config_values import choice
from brickform.notebook.hooks import read_grants, read_hooks
from brickform.notebook.incremental import read_incremental
from brickform.notebook.model_code import problems_of_code
from brickform.notebook.pip_cell import is_literal
from brickform.notebook.source import NotebookSource
from brickform.notebook.table_settings import read_table
from brickform.resolve.project import ResolvedModel
from brickform.sourced import Sourced

_MATERIALIZATIONS = {"table": "table", "incremental": "incremental"}
_IGNORED = ("contract", "row_filter")
"""What dbt-databricks applies to the table and the notebook does not."""


def build_notebook(
    model: ResolvedModel, *, packages: tuple[str, ...], index_url: str | None, restart_python: bool
) -> tuple[NotebookSource, Diagnostics]:
    """Build the notebook of a model; ``packages`` are what a ``%pip`` cell shall install."""
    problems = Diagnostics()
    config = model.config
    materialized = choice(config, "materialized", _MATERIALIZATIONS, "table", problems)
    problems.extend(_ignored(config))
    problems.extend(_unquotable(config, packages, index_url))
    problems.extend(problems_of_code(model))
    source = NotebookSource(
        name=model.name,
        path=model.path,
        code=model.code,
        relation=model.relation,
        refs=model.refs,
        sources=model.sources,
        config_gets=model.config_gets,
        meta_gets=model.meta_gets,
        table=read_table(model, problems),
        incremental=read_incremental(config, problems) if materialized == "incremental" else None,
        grants=read_grants(config, problems),
        pre_hooks=read_hooks(config, "pre-hook", problems),
        post_hooks=read_hooks(config, "post-hook", problems),
        packages=packages,
        index_url=index_url,
        restart_python=restart_python,
    )
    return source, problems


def _ignored(config: Sourced) -> Iterator[Diagnostic]:
    for key in _IGNORED:
        given = config.value.get(key)
        if given and given != {"enforced": False}:
            place, summary = config.source.child(key), f"the deployed notebook does not apply '{key}'"
            advice = "remove it, or apply it in a post-hook"
            yield Diagnostic.at(codes.NOTEBOOK_IGNORES, place, summary, help=advice, key=True)


def _unquotable(config: Sourced, packages: tuple[str, ...], index_url: str | None) -> Iterator[Diagnostic]:
    if not packages:
        return
    written = config.get("packages") or config
    places = {str(package.value): package for package in written.elements()}
    arguments = [(package, places.get(package, written)) for package in packages]
    if index_url is not None:
        arguments.append((index_url, config.get("index_url") or config))
    for argument, place in arguments:
        if not is_literal(argument):
            summary = "a %pip line does not carry braces or line breaks as they stand"
            advice = "leave them out; an index with a secret belongs into pip's configuration on the cluster"
            yield Diagnostic.at(codes.PIP_ARGUMENT, place, summary, help=advice)
