"""Runs deployed notebooks as they are, on Spark with Delta; `make spark` has the environment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from brickform.notebook.source import Incremental, NotebookSource
from brickform.resolve.project import Relation
from spark.models import ALL_ORDERS, ORDER_COLUMNS, ORDERS, notebook

if TYPE_CHECKING:
    from spark.conftest import Workspace


def totals(orders: list[tuple[int, str, int]]) -> list[tuple[Any, ...]]:
    customers = sorted({customer for _, customer, _ in orders})
    return [(name, sum(amount for _, one, amount in orders if one == name)) for name in customers]


TOTALS = """
    dbt.config(materialized="table")
    orders = dbt.ref("orders")
    return orders.groupBy("customer").agg(sum("amount").alias("total"))
"""
NEW_ORDERS = """
    orders = dbt.ref("orders")
    if dbt.is_incremental:
        newest = session.table(str(dbt.this)).agg(max("id")).first()[0]
        orders = orders.where(col("id") > newest)
    return orders
"""


def test_a_table_is_replaced_by_every_run(workspace: Workspace) -> None:
    model = notebook(workspace, TOTALS)
    for orders in (ORDERS, ORDERS, [*ORDERS, (4, "c", 7)]):
        workspace.save("orders", orders, ORDER_COLUMNS)
        workspace.run(model)
        assert workspace.rows("result") == totals(orders)


def test_a_table_takes_another_schema(workspace: Workspace) -> None:
    workspace.save("orders", ORDERS, ORDER_COLUMNS)
    workspace.run(notebook(workspace, TOTALS))
    workspace.run(notebook(workspace, ALL_ORDERS))

    assert workspace.rows("result") == ORDERS
    assert workspace.columns("result") == "struct<id:int,customer:string,amount:int>"


def test_an_append_adds_only_what_the_model_returns(workspace: Workspace) -> None:
    model = notebook(workspace, NEW_ORDERS, incremental=Incremental("append"))
    orders = ORDERS
    for added in ([], [(4, "c", 7)], [], [(5, "a", 1), (6, "d", 2)]):
        orders = [*orders, *added]
        workspace.save("orders", orders, ORDER_COLUMNS)
        workspace.run(model)
        assert workspace.rows("result") == orders


def test_an_append_leaves_the_tables_columns_as_they_are(workspace: Workspace) -> None:
    model = notebook(workspace, ALL_ORDERS, incremental=Incremental("append"))
    workspace.save("orders", [(1, "a")], "id int, `a.b``c` string")
    workspace.run(model)
    workspace.save("orders", [("x", "b", 2)], "extra string, `A.B``c` string, ID int")
    workspace.run(model)
    workspace.save("orders", [(3,)], "id int")
    workspace.run(model)

    assert workspace.columns("result") == "struct<id:int,a.b`c:string>"
    assert [row[0] for row in workspace.rows("result")] == [1, 2, 3]
    assert [row[1] for row in workspace.rows("result")] == ["a", "b", None]


MERGE = Incremental("merge", ("id",))
REPLACE = Incremental("replace_where", predicates=("id >= 1", "amount >= 0"))


def merged(*runs: list[tuple[Any, ...]], keys: int) -> list[tuple[Any, ...]]:
    return sorted({row[:keys]: row for rows in runs for row in rows}.values())


def test_a_merge_updates_by_key_and_inserts_the_rest(workspace: Workspace) -> None:
    model = notebook(workspace, ALL_ORDERS, incremental=MERGE)
    runs: list[list[tuple[Any, ...]]] = [[*ORDERS], [*ORDERS], [(2, "z", 0), (9, "n", 1)]]
    for number, orders in enumerate(runs, 1):
        workspace.save("orders", orders, ORDER_COLUMNS)
        workspace.run(model)
        assert workspace.rows("result") == merged(*runs[:number], keys=1)


def test_a_merge_takes_several_keys_with_awkward_names(workspace: Workspace) -> None:
    model = notebook(workspace, ALL_ORDERS, incremental=Incremental("merge", ("the.id", "da-y")))
    runs: list[list[tuple[Any, ...]]] = [[(1, "mon", 1), (1, "tue", 2)], [(1, "tue", 3), (2, "mon", 4)]]
    for orders in runs:
        workspace.save("orders", orders, "`the.id` int, `da-y` string, amount int")
        workspace.run(model)

    assert workspace.rows("result") == merged(*runs, keys=2)


def test_a_merge_takes_null_for_a_key_of_its_own(workspace: Workspace) -> None:
    model = notebook(workspace, ALL_ORDERS, incremental=MERGE)
    for amount in (1, 2):
        workspace.save("orders", [(None, "a", amount)], ORDER_COLUMNS)
        workspace.run(model)

    assert workspace.rows("result") == [(None, "a", 2)]


@pytest.mark.parametrize("strategy", ["append", "merge"])
def test_a_full_refresh_starts_again(workspace: Workspace, strategy: Any) -> None:
    model = notebook(workspace, NEW_ORDERS, incremental=Incremental(strategy, ("id",)))
    workspace.save("orders", ORDERS, ORDER_COLUMNS)
    workspace.run(model)
    workspace.save("orders", ORDERS[:1], ORDER_COLUMNS)
    workspace.run(model)
    assert workspace.rows("result") == ORDERS

    workspace.run(model, brickform_full_refresh="true")
    assert workspace.rows("result") == ORDERS[:1]


def test_a_run_for_another_schema_creates_it(workspace: Workspace) -> None:
    model = notebook(workspace, "return session.range(2)", incremental=Incremental())
    elsewhere = f"{workspace.schema}_elsewhere"
    for times in (1, 2):
        workspace.run(model, brickform_schema=elsewhere)
        assert workspace.rows("result", elsewhere) == sorted([(0,), (1,)] * times)
    assert not workspace.spark.catalog.databaseExists(workspace.schema)
    workspace.spark.sql(f"DROP SCHEMA {elsewhere} CASCADE")


@pytest.mark.filterwarnings("ignore")  # advice of pandas and of pandas on Spark
def test_frames_of_pandas_are_converted(workspace: Workspace) -> None:
    for library in ("pandas", "pyspark.pandas"):
        body = f"""
            import {library} as pd

            frame = pd.DataFrame({{"id": [1, 2], "name": ["{library}", "b"], "share": [0.5, None]}})
            return frame[frame["id"] <= dbt.config.get("last")]
        """
        for last, rows in ((1, [(1, library, 0.5)]), (2, [(1, library, 0.5), (2, "b", None)]), (0, [])):
            workspace.run(notebook(workspace, body, config_gets={"last": last}))

            assert workspace.rows("result") == rows
            text = "string" if rows or library != "pandas" else "void"  # as dbt makes of no text at all
            assert workspace.columns("result") == f"struct<id:bigint,name:{text},share:double>"


def test_any_other_result_is_an_error_that_names_the_model_and_the_type(workspace: Workspace) -> None:
    workspace.save("orders", ORDERS, ORDER_COLUMNS)
    workspace.run(notebook(workspace, ALL_ORDERS))

    for result in ("None", "'text'", "[1]", "dbt.ref('orders').count()", "dbt"):
        with pytest.raises(TypeError, match=r"the model result returned <class '.+'>, not a DataFrame"):
            workspace.run(notebook(workspace, f"return {result}"))
    assert workspace.rows("result") == ORDERS


@pytest.mark.parametrize(
    "incremental", [None, Incremental(), MERGE, Incremental("insert_overwrite"), REPLACE]
)
def test_a_run_that_fails_while_writing_leaves_the_old_table_whole(
    workspace: Workspace, incremental: Incremental | None
) -> None:
    from py4j.protocol import Py4JJavaError
    from pyspark.errors import PySparkException

    workspace.save("orders", ORDERS, ORDER_COLUMNS)
    workspace.run(notebook(workspace, ALL_ORDERS, incremental=incremental))

    failing = (
        """return dbt.ref('orders').withColumn('amount', expr("if(id = 2, raise_error('no'), amount)"))"""
    )
    with pytest.raises((PySparkException, Py4JJavaError), match="USER_RAISED_EXCEPTION"):
        workspace.run(notebook(workspace, failing, incremental=incremental))
    assert workspace.rows("result") == ORDERS

    workspace.save("orders", [(4, "d", 1)], ORDER_COLUMNS)
    workspace.run(notebook(workspace, ALL_ORDERS, incremental=incremental))
    assert (4, "d", 1) in workspace.rows("result")


@pytest.mark.parametrize("incremental", [None, MERGE, Incremental("insert_overwrite")])
def test_a_run_that_is_cancelled_between_computing_and_writing_leaves_the_old_table_whole(
    workspace: Workspace, incremental: Incremental | None
) -> None:
    workspace.save("orders", ORDERS, ORDER_COLUMNS)
    workspace.run(notebook(workspace, ALL_ORDERS, incremental=incremental))

    workspace.save("orders", [(4, "d", 1)], ORDER_COLUMNS)
    cancelled = "assert dbt.ref('orders').count() == 1\nraise KeyboardInterrupt"
    with pytest.raises(KeyboardInterrupt):
        workspace.run(notebook(workspace, cancelled, incremental=incremental))
    assert workspace.rows("result") == ORDERS

    workspace.run(notebook(workspace, ALL_ORDERS, incremental=incremental))
    assert (4, "d", 1) in workspace.rows("result")


def test_helpers_of_the_model_find_spark_as_on_databricks(workspace: Workspace) -> None:
    workspace.save("orders", ORDERS, ORDER_COLUMNS)
    code = """
def model(dbt, spark: "SparkSession"):
    limit = dbt.config.get("limit", 1)
    return dbt.source("erp", "orders").where(f"id <= {limit}").union(another())


def another():
    return spark.createDataFrame([(0, "x", 0)], "id int, customer string, amount int")
"""
    model = NotebookSource(
        name="result",
        path="models/result.py",
        code=code.strip(),
        relation=workspace.relation("result"),
        sources={"erp.orders": Relation("spark_catalog", workspace.schema, "orders")},
        config_gets={"limit": 2},
    )

    workspace.run(model)

    assert workspace.rows("result") == [(0, "x", 0), *ORDERS[:2]]
