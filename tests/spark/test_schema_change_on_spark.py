"""What an incremental model does when it returns other columns than its table has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from brickform.notebook.source import Incremental, SchemaChange, Strategy, TableSettings
from spark.models import ALL_ORDERS, notebook

if TYPE_CHECKING:
    from spark.conftest import Workspace

MAPPED = TableSettings(properties={"delta.columnMapping.mode": "name", "delta.enableTypeWidening": "true"})
BEFORE = ([(1, "a", 10), (2, "b", 20)], "id int, customer string, amount int")
AFTER = ([(2, 21, "x"), (3, 30, "y")], "id int, amount bigint, `no-te` string")


def change(
    workspace: Workspace,
    on_schema_change: SchemaChange,
    strategy: Strategy = "merge",
    after: tuple[list[Any], str] = AFTER,
    **parameters: str,
) -> list[Any]:
    incremental = Incremental(strategy, ("id",), ("id > 1",), on_schema_change)
    if strategy == "merge":
        incremental = incremental._replace(predicates=())
    model = notebook(workspace, ALL_ORDERS, incremental=incremental, table=MAPPED)
    workspace.save("orders", *BEFORE)
    workspace.run(model)
    workspace.save("orders", *after)
    workspace.run(model, **parameters)
    return workspace.rows("result")


def test_append_new_columns_adds_and_drops_nothing(workspace: Workspace) -> None:
    rows = change(workspace, "append_new_columns", after=(AFTER[0], AFTER[1].replace("bigint", "int")))

    assert rows == [(1, "a", 10, None), (2, "b", 21, "x"), (3, None, 30, "y")]
    assert workspace.columns("result") == "struct<id:int,customer:string,amount:int,no-te:string>"


@pytest.mark.parametrize("strategy", ["append", "merge", "replace_where", "insert_overwrite"])
def test_sync_all_columns_adds_drops_and_widens(workspace: Workspace, strategy: Strategy) -> None:
    rows = change(workspace, "sync_all_columns", strategy)

    kept = {
        "append": [(1, 10, None), (2, 20, None)],
        "merge": [(1, 10, None)],
        "replace_where": [(1, 10, None)],
        "insert_overwrite": [],
    }
    assert rows == sorted([*kept[strategy], *AFTER[0]], key=lambda row: row[:2])
    assert workspace.columns("result") == "struct<id:int,amount:bigint,no-te:string>"


def test_fail_names_what_differs_and_leaves_the_table(workspace: Workspace) -> None:
    with pytest.raises(ValueError, match=r"new \['`no-te` string'\], missing \['`customer`'\], changed"):
        change(workspace, "fail")

    assert workspace.rows("result") == BEFORE[0]
    assert workspace.columns("result") == "struct<id:int,customer:string,amount:int>"


def test_fail_says_nothing_about_the_same_columns_in_another_order(workspace: Workspace) -> None:
    rows = change(workspace, "fail", after=([(21, "x", 2)], "amount int, customer string, ID int"))

    assert rows == [(1, "a", 10), (2, "x", 21)]


def test_ignore_leaves_out_what_the_table_does_not_have(workspace: Workspace) -> None:
    after = ([(2, "c", 21, "x")], "id int, customer string, amount int, extra string")

    assert change(workspace, "ignore", after=after) == [(1, "a", 10), (2, "c", 21)]


@pytest.mark.parametrize("on_schema_change", ["ignore", "append_new_columns", "sync_all_columns", "fail"])
def test_a_full_refresh_takes_the_columns_of_the_model(
    workspace: Workspace, on_schema_change: SchemaChange
) -> None:
    rows = change(workspace, on_schema_change, brickform_full_refresh="true")

    assert rows == AFTER[0]
    assert workspace.columns("result") == "struct<id:int,amount:bigint,no-te:string>"


def test_a_dropped_column_without_column_mapping_is_refused_by_delta(workspace: Workspace) -> None:
    from pyspark.errors import AnalysisException

    incremental = Incremental("append", on_schema_change="sync_all_columns")
    model = notebook(workspace, ALL_ORDERS, incremental=incremental)
    workspace.save("orders", *BEFORE)
    workspace.run(model)
    workspace.save("orders", [(1,)], "id int")

    with pytest.raises(AnalysisException, match="DROP COLUMN is not supported"):
        workspace.run(model)
    assert workspace.rows("result") == BEFORE[0]
