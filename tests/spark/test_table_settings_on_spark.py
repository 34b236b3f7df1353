"""How a table is laid out and what is said about it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from brickform.notebook.source import Incremental, TableSettings
from spark.models import ALL_ORDERS, ORDER_COLUMNS, ORDERS, notebook

if TYPE_CHECKING:
    from spark.conftest import Workspace


def build(workspace: Workspace, table: TableSettings, **settings: Any) -> dict[str, Any]:
    """Run a model twice, and return what Spark says about its table."""
    workspace.save("orders", ORDERS, ORDER_COLUMNS)
    for _ in range(2):
        workspace.run(notebook(workspace, ALL_ORDERS, table=table, **settings))
    described = workspace.spark.sql(f"DESCRIBE DETAIL {workspace.schema}.result").first()
    return described.asDict() if described is not None else {}


def test_a_table_is_partitioned(workspace: Workspace) -> None:
    detail = build(workspace, TableSettings(partition_by=("customer", "id")))

    assert detail["partitionColumns"] == ["customer", "id"]
    assert workspace.rows("result") == ORDERS


@pytest.mark.parametrize("full_name", [True, False])
def test_an_external_table_lies_in_its_folder(workspace: Workspace, tmp_path: Path, full_name: bool) -> None:
    detail = build(workspace, TableSettings(location_root=f"{tmp_path}/", full_name_in_path=full_name))

    names = f"spark_catalog/{workspace.schema}/result" if full_name else "result"
    assert detail["location"].removeprefix("file:") == str(tmp_path / names)
    assert workspace.rows("result") == ORDERS


def test_liquid_clustering_of_an_external_table(workspace: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "it's"
    table = TableSettings(cluster_by=("customer", "id"), location_root=str(folder), optimize=True)

    detail = build(workspace, table)

    assert detail["clusteringColumns"] == ["customer", "id"]
    assert detail["location"].removeprefix("file:").replace("%20", " ") == str(folder / "result")
    assert workspace.rows("result") == ORDERS


def test_buckets_of_a_table_that_can_have_them(workspace: Workspace) -> None:
    workspace.save("orders", ORDERS, ORDER_COLUMNS)
    table = TableSettings(file_format="parquet", bucket_by=("id",), buckets=3)
    workspace.run(notebook(workspace, ALL_ORDERS, table=table))

    described = workspace.spark.sql(f"DESCRIBE EXTENDED {workspace.schema}.result").collect()
    assert {row[0]: row[1] for row in described}["Num Buckets"] == "3"
    assert workspace.rows("result") == ORDERS


HOSTILE = 'it\'s a \\ "table"\nof {orders}; DROP TABLE x -- `'


@pytest.mark.parametrize("incremental", [None, Incremental("merge", ("id",))])
def test_properties_and_comments_stand_as_written(
    workspace: Workspace, incremental: Incremental | None
) -> None:
    table = TableSettings(
        properties={"delta.enableChangeDataFeed": "true", "own'er": HOSTILE},
        comment=HOSTILE,
        column_comments={"ID": HOSTILE, "not_there": "x"},
    )

    detail = build(workspace, table, incremental=incremental)

    assert detail["properties"]["delta.enableChangeDataFeed"] == "true"
    assert detail["properties"]["own'er"] == HOSTILE
    assert detail["description"] == HOSTILE
    columns = workspace.spark.catalog.listColumns(f"{workspace.schema}.result")
    assert {column.name: column.description for column in columns}["id"] == HOSTILE
    assert workspace.rows("result") == ORDERS


def test_a_table_is_ordered_by_columns(workspace: Workspace) -> None:
    build(workspace, TableSettings(optimize=True, zorder=("customer",)))

    history = workspace.spark.sql(f"DESCRIBE HISTORY {workspace.schema}.result").collect()
    optimized = [row["operationParameters"]["zOrderBy"] for row in history if row["operation"] == "OPTIMIZE"]
    assert '["customer"]' in optimized


def test_hooks_run_in_order_around_the_model(workspace: Workspace) -> None:
    log = f"spark_catalog.{workspace.schema}.log"
    workspace.spark.sql(f"CREATE SCHEMA IF NOT EXISTS {workspace.schema}")
    workspace.spark.sql(f"CREATE TABLE {log} (step string) USING delta")
    count = f"INSERT INTO {log} SELECT concat('{{post}} ', count(*)) FROM "
    model = notebook(
        workspace,
        ALL_ORDERS,
        pre_hooks=((f"INSERT INTO {log} VALUES ('pre');",), (f"UPDATE {log} SET step = concat(step, '!')",)),
        post_hooks=(
            ("DELETE FROM ", " WHERE id = 1"),
            (count, ""),
        ),
    )
    workspace.save("orders", ORDERS, ORDER_COLUMNS)
    workspace.run(model)

    assert workspace.rows("log") == [("pre!",), ("{post} 2",)]
    assert workspace.rows("result") == ORDERS[1:]
