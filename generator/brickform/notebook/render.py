"""Writes a notebook down: the only reader of ``templates/notebook.py.jinja`` and its parts."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from brickform.data_files import Filters, data_root, template_environment
from brickform.notebook import merge
from brickform.notebook.literals import python_literal
from brickform.notebook.pip_cell import pip_cells
from brickform.notebook.source import Hook, Incremental, NotebookSource, TableSettings
from brickform.notebook.sql import Line, plain_name, python_string, quoted_name, quoted_text
from brickform.resolve.project import Relation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Template


def render_notebook(source: NotebookSource) -> str:
    """Return the text of a Databricks source notebook that builds the model's table.

    The model's code stands in it as it is. It needs Spark 3.4 (Databricks Runtime 13), whose catalog
    finds a table by three names. https://docs.databricks.com/notebooks/notebook-format.html
    """
    return _template().render(
        source=source,
        pip_cells=pip_cells(source),
        this=_names(source.relation),
        refs={key: _names(source.refs[key]) for key in sorted(source.refs)},
        sources={key: _names(source.sources[key]) for key in sorted(source.sources)},
        incremental=source.incremental,
        pre_hooks=[_around_this(hook) for hook in source.pre_hooks],
        post_hooks=[_around_this(hook) for hook in source.post_hooks],
        grants=_grants(source.grants or {}),
        **_of_table(source.table),
        **(_of_incremental(source.incremental) if source.incremental is not None else {}),
    )


def _of_table(table: TableSettings) -> dict[str, Any]:
    return {
        "table": table,
        "using": (f"USING {plain_name(table.file_format)}",),
        "liquid_clustering": _liquid_clustering(table),
        "location": _location(table),
        "describes": bool(table.properties or table.tags or table.comment or table.column_comments),
        "properties": _pairs(table.properties),
        "tags": _pairs(table.tags),
        "comment": quoted_text(table.comment or ""),
        "column_comments": {name.lower(): quoted_text(text) for name, text in table.column_comments.items()},
        "optimize": _optimize(table),
    }


def _of_incremental(incremental: Incremental) -> dict[str, Any]:
    return {
        "merge": incremental.merge,
        "merge_lines": merge.merge_lines(incremental),
        "assignment": merge.assignment(incremental),
        "value": merge.value(incremental),
        "updates_columns_of_the_run": merge.updates_columns_of_the_run(incremental),
        "inserts_columns_of_the_run": merge.inserts_columns_of_the_run(incremental),
        "kept_columns": [column.lower() for column in incremental.merge.exclude_columns],
        "replace_where_lines": [
            (f"{'AND' if index else 'REPLACE WHERE'} ({predicate})",)
            for index, predicate in enumerate(incremental.predicates)
        ],
    }


def _location(table: TableSettings) -> Line:
    names = ("database", "schema", "identifier") if table.full_name_in_path else ("identifier",)
    root = (table.location_root or "").rstrip("/")
    parts = [part for name in names for part in ("/", f"dbt.this.{name}")]
    return (root + parts[0], *parts[1:], "")


def _liquid_clustering(table: TableSettings) -> Line | None:
    if table.cluster_by:
        return (f"CLUSTER BY ({_columns(table.cluster_by)})",)
    return ("CLUSTER BY AUTO",) if table.auto_cluster else None


def _optimize(table: TableSettings) -> Line:
    order = f" ZORDER BY ({_columns(table.zorder)})" if table.zorder else ""
    return ("OPTIMIZE ", "dbt.this", order)


def _columns(names: tuple[str, ...]) -> str:
    return ", ".join(quoted_name(name) for name in names)


def _pairs(settings: Mapping[str, str]) -> list[str]:
    return [f"{quoted_text(key)} = {quoted_text(settings[key])}" for key in sorted(settings)]


def _grants(grants: Mapping[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(privilege, principal) for privilege in sorted(grants) for principal in grants[privilege]]


def _around_this(hook: Hook) -> Line:
    line = [hook[0]]
    for part in hook[1:]:
        line += ["dbt.this", part]
    return tuple(line)


@cache
def _template() -> Template:
    filters: Filters = {"comment": _comment, "literal": python_literal, "sql": python_string}
    environment = template_environment(data_root() / "templates", filters, keep_trailing_newline=True)
    return environment.get_template("notebook.py.jinja")


def _names(relation: Relation) -> tuple[str, str, str]:
    return relation.catalog, relation.schema, relation.identifier


def _comment(text: str) -> str:
    """Keep a name from ending the comment that it stands in."""
    return "".join(character if character.isprintable() else "?" for character in text)
