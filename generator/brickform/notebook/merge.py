"""The MERGE statement of an incremental model, as dbt-databricks writes it."""

from __future__ import annotations

from brickform.notebook.source import Incremental
from brickform.notebook.sql import Line, plain_name, quoted_name


def merge_lines(incremental: Incremental) -> list[Line]:
    """Return the statement that takes the view ``dbt_new_rows`` into the table ``dbt.this``.

    Where only a run knows the columns, ``updates``, ``columns`` and ``values`` stand for them.
    https://docs.getdbt.com/reference/resource-configs/databricks-configs#the-merge-strategy
    """
    merge = incremental.merge
    source, target = plain_name(merge.source_alias), plain_name(merge.target_alias)
    evolution = " WITH SCHEMA EVOLUTION" if merge.schema_evolution else ""
    lines: list[Line] = [
        (f"MERGE{evolution} INTO ", "dbt.this", f" AS {target}"),
        (f"USING dbt_new_rows AS {source}",),
        *_conditions(incremental, source, target),
    ]
    if not merge.skip_matched:
        lines.append(_update(incremental, source))
    if not merge.skip_not_matched:
        lines.append(_insert(incremental))
    if merge.not_matched_by_source_action:
        when = _when("NOT MATCHED BY SOURCE", merge.not_matched_by_source_condition)
        lines.append((f"{when} {merge.not_matched_by_source_action.strip()}",))
    return lines


def assignment(incremental: Incremental) -> Line:
    """Return the setting of one ``column`` to that of the new row."""
    return ("", "column", f" = {plain_name(incremental.merge.source_alias)}.", "column", "")


def value(incremental: Incremental) -> Line:
    """Return the value of one ``column`` in the new row."""
    return (f"{plain_name(incremental.merge.source_alias)}.", "column", "")


def updates_columns_of_the_run(incremental: Incremental) -> bool:
    """Tell whether the columns to update are those of the rows that a run returns."""
    merge = incremental.merge
    named = merge.update_columns or merge.exclude_columns
    return incremental.on_schema_change != "ignore" and not named and not merge.skip_matched


def inserts_columns_of_the_run(incremental: Incremental) -> bool:
    return incremental.on_schema_change != "ignore" and not incremental.merge.skip_not_matched


def _conditions(incremental: Incremental, source: str, target: str) -> list[Line]:
    conditions = [f"({predicate})" for predicate in incremental.predicates]
    keys = [quoted_name(key) for key in incremental.unique_key]
    conditions += [f"{source}.{key} <=> {target}.{key}" for key in keys] or ["FALSE"]
    return [(f"{'AND' if index else 'ON'} {condition}",) for index, condition in enumerate(conditions)]


def _update(incremental: Incremental, source: str) -> Line:
    merge = incremental.merge
    start = f"{_when('MATCHED', merge.matched_condition)} UPDATE SET "
    if merge.exclude_columns or updates_columns_of_the_run(incremental):
        return (start, "updates", "")
    columns = [quoted_name(column) for column in merge.update_columns]
    return (start + (", ".join(f"{column} = {source}.{column}" for column in columns) or "*"),)


def _insert(incremental: Incremental) -> Line:
    start = f"{_when('NOT MATCHED', incremental.merge.not_matched_condition)} INSERT "
    if inserts_columns_of_the_run(incremental):
        return (f"{start}(", "columns", ") VALUES (", "values", ")")
    return (f"{start}*",)


def _when(case: str, condition: str | None) -> str:
    return f"WHEN {case} AND ({condition}) THEN" if condition else f"WHEN {case} THEN"
