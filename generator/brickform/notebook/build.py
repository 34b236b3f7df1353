"""Decides what the notebook of a model does, from the model's config."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import TypeVar

from brickform import codes
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.location import Location
from brickform.notebook.pip_cell import is_literal
from brickform.notebook.source import Materialization, NotebookSource, Strategy
from brickform.resolve.project import ResolvedModel
from brickform.sourced import Sourced

Choice = TypeVar("Choice", bound=str)

_SEPARATOR = "# COMMAND ----------"
_MAGIC = "# MAGIC "
_STRATEGIES: dict[str, Strategy] = {"append": "append", "merge": "merge"}
_MATERIALIZATIONS: dict[str, Materialization] = {"table": "table", "incremental": "incremental"}

# Settings of dbt-databricks that shape the table and that the notebook leaves alone.
# https://docs.getdbt.com/reference/resource-configs/databricks-configs
_TABLE_SETTINGS = (
    "auto_liquid_cluster",
    "buckets",
    "clustered_by",
    "databricks_tags",
    "grants",
    "liquid_clustered_by",
    "location_root",
    "partition_by",
    "persist_docs",
    "post-hook",
    "post_hook",
    "pre-hook",
    "pre_hook",
    "table_format",
    "tblproperties",
)
_INCREMENTAL_SETTINGS = ("on_schema_change", "incremental_predicates", "predicates")
_MERGE_SETTINGS = (
    "matched_condition",
    "merge_exclude_columns",
    "merge_update_columns",
    "merge_with_schema_evolution",
    "not_matched_by_source_action",
    "not_matched_condition",
    "skip_matched_step",
    "skip_not_matched_step",
)
_MERGEABLE_FORMATS = ("delta", "hudi")
_WITHOUT_EFFECT = ("ignore", "default")


def build_notebook(
    model: ResolvedModel, *, packages: tuple[str, ...], index_url: str | None, restart_python: bool
) -> tuple[NotebookSource, Diagnostics]:
    """Build the notebook of a model; ``packages`` are what a ``%pip`` cell shall install.

    The defaults are those of dbt-databricks: a table, merged by its unique key when incremental.
    https://docs.getdbt.com/reference/resource-configs/databricks-configs#incremental-models
    """
    problems = Diagnostics()
    materialized = _choice(model.config, "materialized", _MATERIALIZATIONS, "table", problems)
    strategy: Strategy = "append"
    unique_key: tuple[str, ...] = ()
    if materialized == "incremental":
        unique_key = _texts(model.config.get("unique_key"))
        strategy = _strategy(model.config, unique_key, problems)
    file_format = _text(model.config.get("file_format"), "delta")
    problems.extend(_unapplied(model.config, materialized, strategy))
    problems.extend(_unquotable(model.config, packages, index_url))
    problems.extend(_notebook_code(model))
    source = NotebookSource(
        name=model.name,
        path=model.path,
        code=model.code,
        relation=model.relation,
        refs=model.refs,
        sources=model.sources,
        config_gets=model.config_gets,
        meta_gets=model.meta_gets,
        materialized=materialized,
        incremental_strategy=strategy,
        unique_key=unique_key,
        full_refresh=_truth(model.config.get("full_refresh")),
        file_format=file_format,
        packages=packages,
        index_url=index_url,
        restart_python=restart_python,
    )
    return source, problems


def _choice(
    config: Sourced, key: str, choices: Mapping[str, Choice], default: Choice, problems: Diagnostics
) -> Choice:
    given = config.get(key)
    if given is None:
        return default
    chosen = choices.get(given.value) if isinstance(given.value, str) else None
    if chosen is None:
        summary = f"the deployed notebook does not write {key} '{given.value}'"
        problems.add(
            Diagnostic.at(codes.NOTEBOOK_WRITE, given, summary, help=f"write {' or '.join(choices)}")
        )
    return chosen or default


def _strategy(config: Sourced, unique_key: tuple[str, ...], problems: Diagnostics) -> Strategy:
    """Return how to update the table; a merge without a key adds every row, as in dbt."""
    strategy = _choice(config, "incremental_strategy", _STRATEGIES, "merge", problems)
    if strategy == "append" or not unique_key:
        return "append"
    file_format = config.get("file_format")
    if file_format is not None and file_format.value not in _MERGEABLE_FORMATS:
        summary = f"file_format '{file_format.value}' cannot be merged into"
        advice = "write delta, or incremental_strategy: append"
        problems.add(Diagnostic.at(codes.NOTEBOOK_WRITE, file_format, summary, help=advice))
    return strategy


def _unapplied(config: Sourced, materialized: Materialization, strategy: Strategy) -> Iterator[Diagnostic]:
    settings = [*_TABLE_SETTINGS]
    if materialized == "incremental":
        settings += _INCREMENTAL_SETTINGS
        settings += _MERGE_SETTINGS if strategy == "merge" else ()
    for key in settings:
        given = config.value.get(key)
        if given and given not in _WITHOUT_EFFECT:
            place, summary = config.source.child(key), f"the deployed notebook does not apply '{key}'"
            advice = "remove it, or apply it in a task of post_hook_tasks"
            yield Diagnostic.at(codes.NOTEBOOK_IGNORES, place, summary, help=advice, key=True)


def _unquotable(config: Sourced, packages: tuple[str, ...], index_url: str | None) -> Iterator[Diagnostic]:
    written = config.get("packages") or config
    places = {str(package.value): package for package in written.elements()}
    arguments = [(package, places.get(package, written)) for package in packages]
    if packages and index_url is not None:
        arguments.append((index_url, config.get("index_url") or config))
    for argument, place in arguments:
        if not is_literal(argument):
            summary = "a %pip line does not carry braces or line breaks as they stand"
            advice = "leave them out; an index with a secret belongs into pip's configuration on the cluster"
            yield Diagnostic.at(codes.PIP_ARGUMENT, place, summary, help=advice)


def _notebook_code(model: ResolvedModel) -> Iterator[Diagnostic]:
    """Report the lines that mean something to a notebook, be it in a string: its format knows lines only.

    A separator begins a cell, so that what it parts has to be Python on both sides; a line of magic
    makes its whole cell a command.
    https://docs.databricks.com/notebooks/notebook-format.html
    """
    lines = model.code.split("\n")
    cuts = [number for number, line in enumerate(lines) if line.rstrip() == _SEPARATOR]
    for start, end in zip([0, *cuts], [*cuts, len(lines)], strict=True):
        cell = lines[start:end]
        magic = [number for number, line in enumerate(cell, start) if line.startswith(_MAGIC)]
        if magic and any(line.strip() and not line.startswith((_MAGIC, _SEPARATOR)) for line in cell):
            summary = (
                f"'{_MAGIC.strip()}' makes a command of the whole cell, and no Python of the lines beside it"
            )
            advice = f"part it off by '{_SEPARATOR}', or remove it; packages are listed under 'packages:'"
            yield Diagnostic(codes.NOTEBOOK_CODE, summary, _line(model, magic[0]), help=advice)
        if cuts and not _is_python("\n".join(cell)):
            summary = f"the line '{_SEPARATOR}' cuts the code where a notebook cell cannot end"
            yield Diagnostic(codes.CODE_CUT, summary, _line(model, start or end), help="remove the line")
            return


def _line(model: ResolvedModel, number: int) -> Location:
    return Location(model.path, model.code_line + number, 1)


def _is_python(code: str) -> bool:
    try:
        ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _texts(given: Sourced | None) -> tuple[str, ...]:
    if given is None:
        return ()
    values = given.value if isinstance(given.value, list) else [given.value]
    return tuple(str(value) for value in values if value)


def _text(given: Sourced | None, default: str) -> str:
    return default if given is None else str(given.value)


def _truth(given: Sourced | None) -> bool | None:
    return given.value if given is not None and isinstance(given.value, bool) else None
