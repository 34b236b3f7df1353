"""Every way in which an incremental model takes rows into its table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from brickform.notebook.source import Incremental, MergeSettings, TableSettings
from spark.models import ALL_ORDERS, ORDER_COLUMNS, ORDERS, notebook

if TYPE_CHECKING:
    from spark.conftest import Workspace

NEW = [(2, "z", 99), (4, "n", 7)]


def run(workspace: Workspace, incremental: Incremental, *runs: list[Any], **settings: Any) -> list[Any]:
    """Return the rows of the table after each of ``runs`` was all of the orders."""
    model = notebook(workspace, ALL_ORDERS, incremental=incremental, **settings)
    for orders in runs:
        workspace.save("orders", orders, ORDER_COLUMNS)
        workspace.run(model)
    return workspace.rows("result")


def merged(workspace: Workspace, *predicates: str, **settings: Any) -> list[Any]:
    incremental = Incremental("merge", ("id",), predicates, merge=MergeSettings(**settings))
    return run(workspace, incremental, ORDERS, NEW)


def test_a_merge_updates_the_named_columns_only(workspace: Workspace) -> None:
    expected = [(1, "a", 10), (2, "b", 99), (3, "a", 5), (4, "n", 7)]

    assert merged(workspace, update_columns=("amount",)) == expected


def test_a_merge_updates_all_columns_but_some(workspace: Workspace) -> None:
    expected = [(1, "a", 10), (2, "b", 99), (3, "a", 5), (4, "n", 7)]

    assert merged(workspace, exclude_columns=("CUSTOMER", "id")) == expected


def test_a_merge_looks_for_keys_where_its_predicates_hold(workspace: Workspace) -> None:
    rows = merged(workspace, "DBT_INTERNAL_DEST.id > 2", "DBT_INTERNAL_DEST.id < 9")

    assert rows == [*ORDERS[:2], (2, "z", 99), ORDERS[2], (4, "n", 7)]


def test_a_merge_has_conditions_with_aliases(workspace: Workspace) -> None:
    rows = merged(
        workspace,
        source_alias="new",
        target_alias="old",
        matched_condition="new.amount < old.amount",
        not_matched_condition="new.customer <> 'x' or new.id > 100",
    )

    assert rows == [*ORDERS, (4, "n", 7)]


def test_a_merge_may_skip_a_step(workspace: Workspace) -> None:
    assert merged(workspace, skip_matched=True) == [*ORDERS, (4, "n", 7)]
    workspace.spark.sql(f"DROP TABLE {workspace.schema}.result")
    assert merged(workspace, skip_not_matched=True) == [ORDERS[0], (2, "z", 99), ORDERS[2]]


def test_a_merge_may_delete_what_the_source_lacks(workspace: Workspace) -> None:
    rows = merged(
        workspace,
        not_matched_by_source_action=" delete",
        not_matched_by_source_condition="DBT_INTERNAL_DEST.id > 1",
    )

    assert rows == [ORDERS[0], (2, "z", 99), (4, "n", 7)]


def test_a_merge_without_a_key_inserts_and_still_acts_on_the_rest(workspace: Workspace) -> None:
    merge = MergeSettings(not_matched_by_source_action="update set amount = 0")

    rows = run(workspace, Incremental("merge", merge=merge), ORDERS[:1], NEW)

    assert rows == [(1, "a", 0), *NEW]


def test_a_merge_with_schema_evolution_adds_columns(workspace: Workspace) -> None:
    merge = MergeSettings(schema_evolution=True)
    model = notebook(workspace, ALL_ORDERS, incremental=Incremental("merge", ("id",), merge=merge))
    workspace.save("orders", [(1, "a")], "id int, customer string")
    workspace.run(model)
    workspace.save("orders", [(1, "b", 2)], ORDER_COLUMNS)
    workspace.run(model)

    assert workspace.rows("result") == [(1, "b", 2)]


PARTITIONED = {"table": TableSettings(partition_by=("customer",))}


@pytest.mark.parametrize("file_format", ["delta", "parquet"])
def test_insert_overwrite_replaces_the_partitions_of_the_rows(workspace: Workspace, file_format: str) -> None:
    table = TableSettings(file_format=file_format, partition_by=("customer",))
    new = [(9, "a", 1), (4, "c", 7)]

    run(workspace, Incremental("insert_overwrite"), ORDERS, ORDERS, new, table=table)

    kept = [order for order in ORDERS if order[1] == "b"]
    rows = workspace.named_rows("result")  # Parquet puts the columns of partitions last
    assert sorted((row["id"], row["customer"], row["amount"]) for row in rows) == sorted([*kept, *new])


def test_insert_overwrite_goes_by_names_and_fills_up_with_nulls(workspace: Workspace) -> None:
    model = notebook(workspace, ALL_ORDERS, incremental=Incremental("insert_overwrite"), **PARTITIONED)
    workspace.save("orders", ORDERS, ORDER_COLUMNS)
    workspace.run(model)
    workspace.save("orders", [("x", 8, "b")], "extra string, ID int, customer string")
    workspace.run(model)

    assert workspace.rows("result") == [(1, "a", 10), (3, "a", 5), (8, "b", None)]


def test_insert_overwrite_without_partitions_replaces_all_rows(workspace: Workspace) -> None:
    assert run(workspace, Incremental("insert_overwrite"), ORDERS, NEW) == NEW


def test_replace_where_replaces_the_rows_that_are_chosen(workspace: Workspace) -> None:
    incremental = Incremental("replace_where", predicates=("id >= 2", "customer <> 'x' or amount > 100"))

    rows = run(workspace, incremental, [*ORDERS, (5, "x", 1)], NEW)

    assert rows == [(1, "a", 10), *NEW, (5, "x", 1)]


def test_replace_where_refuses_rows_outside_and_leaves_the_table(workspace: Workspace) -> None:
    from py4j.protocol import Py4JJavaError
    from pyspark.errors import PySparkException

    incremental = Incremental("replace_where", predicates=("id >= 2",))
    with pytest.raises((PySparkException, Py4JJavaError), match="DELTA_REPLACE_WHERE_MISMATCH"):
        run(workspace, incremental, ORDERS, [(1, "a", 11)])

    assert workspace.rows("result") == ORDERS


@pytest.mark.parametrize(
    "incremental",
    [
        Incremental("insert_overwrite"),
        Incremental("replace_where", predicates=("`the.id` > 0",)),
        Incremental("merge", ("the.id",), merge=MergeSettings(exclude_columns=("da-y",))),
        Incremental("merge", ("the.id",), merge=MergeSettings(update_columns=("a:b",))),
        Incremental("merge", ("the.id",), on_schema_change="append_new_columns"),
        Incremental("append", on_schema_change="sync_all_columns"),
    ],
    ids=lambda incremental: f"{incremental.strategy}-{incremental.on_schema_change}",
)
def test_names_that_need_quotes_are_quoted(workspace: Workspace, incremental: Incremental) -> None:
    model = notebook(workspace, ALL_ORDERS, incremental=incremental)
    columns = "`the.id` int, `da-y` string, `a:b` int"
    for amount in (1, 2):
        workspace.save("orders", [(1, "mon", amount)], columns)
        workspace.run(model)

    assert workspace.rows("result")[-1] == (1, "mon", 2)
