"""The SQL of notebooks, also where only Databricks runs it."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlglot import exp, parse_one

from brickform.notebook.render import render_notebook
from brickform.notebook.source import Incremental, MergeSettings, NotebookSource, TableSettings
from brickform.notebook.sql import quoted_text
from brickform.resolve.project import Relation
from support.recorded_spark import MODEL, Field, RecordedSpark

EXPECTED = Path(__file__).parent / "expected"
PLAIN = NotebookSource(
    name="orders", path="models/orders.py", code=MODEL, relation=Relation("main", "sales", "orders")
)
DESCRIBED = TableSettings(
    cluster_by=("customer", "ordered on"),
    location_root="s3://bucket/tables/",
    full_name_in_path=True,
    properties={"delta.enableChangeDataFeed": "true", "owner's": 'the "shop"'},
    tags={"domain": "sales", "pii": ""},
    comment="Every order; it's complete.",
    column_comments={"id": "Its number.", "gone": "Not there."},
    optimize=True,
)
MERGE = MergeSettings(
    matched_condition="new.amount > old.amount",
    not_matched_condition="new.amount > 0",
    not_matched_by_source_action="DELETE",
    not_matched_by_source_condition="old.amount < 0",
    source_alias="new",
    target_alias="old",
)
KEY = ("id", "li`ne")
NOTEBOOKS = {
    "clustered_table": PLAIN._replace(
        table=DESCRIBED,
        grants={"SELECT": ("analysts", "me@example.com"), "MODIFY": ()},
        pre_hooks=(("DELETE FROM main.audit.runs WHERE model = 'orders'",),),
        post_hooks=(("ANALYZE TABLE ", " COMPUTE STATISTICS"), ("SELECT '{x}' FROM ", "")),
    ),
    "automatic_clustering": PLAIN._replace(table=TableSettings(auto_cluster=True, optimize=True)),
    "bucketed_table": PLAIN._replace(
        table=TableSettings(file_format="parquet", bucket_by=("id",), buckets=8, partition_by=("day",))
    ),
    "ordered_table": PLAIN._replace(table=TableSettings(optimize=True, zorder=("customer", "da`y"))),
    "merge": PLAIN._replace(
        incremental=Incremental("merge", KEY, ("old.day > 1", "old.x = 1 or y"), merge=MERGE)
    ),
    "merge_of_columns": PLAIN._replace(
        incremental=Incremental("merge", KEY, merge=MergeSettings(update_columns=("amount", "sta`te")))
    ),
    "merge_but_columns": PLAIN._replace(
        incremental=Incremental(
            "merge", KEY, merge=MergeSettings(exclude_columns=("Old",), skip_not_matched=True)
        )
    ),
    "merge_with_schema_evolution": PLAIN._replace(
        incremental=Incremental("merge", KEY, merge=MergeSettings(schema_evolution=True))
    ),
    "merge_after_sync_all_columns": PLAIN._replace(
        incremental=Incremental("merge", KEY, on_schema_change="sync_all_columns")
    ),
    "append_new_columns": PLAIN._replace(
        incremental=Incremental("append", on_schema_change="append_new_columns")
    ),
    "append_or_fail": PLAIN._replace(incremental=Incremental("append", on_schema_change="fail")),
    "insert_overwrite": PLAIN._replace(
        incremental=Incremental("insert_overwrite"), table=TableSettings(partition_by=("day",))
    ),
    "insert_overwrite_of_parquet": PLAIN._replace(
        incremental=Incremental("insert_overwrite"),
        table=TableSettings(file_format="parquet", partition_by=("day",)),
    ),
    "replace_where": PLAIN._replace(incremental=Incremental("replace_where", (), ("day > 1", "x or y"))),
}
NOT_PARSED = {"append_or_fail", "merge_with_schema_evolution"}
"""The one stops before its SQL, the other's is newer than sqlglot; both run in tests/spark."""
OPAQUE = ("ALTER TABLE", "ANALYZE", "OPTIMIZE", "SHOW GRANTS")
"""How statements begin that sqlglot takes as they stand, without looking into them."""


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_is_as_expected(name: str, update: bool) -> None:
    file = EXPECTED / f"{name}.py"
    notebook = render_notebook(NOTEBOOKS[name])
    if update:
        file.write_text(notebook, encoding="utf-8")
    assert notebook == file.read_text(encoding="utf-8")


def test_no_expected_notebook_is_left_over() -> None:
    assert {file.stem for file in EXPECTED.glob("*.py")} == NOTEBOOKS.keys()


@pytest.fixture(autouse=True)
def _pandas(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in for pandas, which is none of the test's dependencies."""
    pandas = ModuleType("pandas")
    pandas.DataFrame = type("DataFrame", (), {})  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pandas", pandas)


def statements(source: NotebookSource, **spark: Any) -> list[str]:
    return RecordedSpark(**spark).run(render_notebook(source))


@pytest.mark.parametrize("exists", [False, True])
@pytest.mark.parametrize("name", sorted(NOTEBOOKS.keys() - NOT_PARSED))
def test_the_sql_of_a_notebook_is_that_of_databricks(name: str, exists: bool) -> None:
    for statement in statements(NOTEBOOKS[name], exists=exists):
        parsed = parse_one(statement, dialect="databricks")

        opaque = isinstance(parsed, exp.Command)
        assert not opaque or statement.startswith(OPAQUE), statement


def test_a_table_is_described_after_the_write_and_before_the_last_hooks() -> None:
    found = statements(NOTEBOOKS["clustered_table"])

    table = "`main`.`sales`.`orders`"
    assert found == [
        "DELETE FROM main.audit.runs WHERE model = 'orders'",
        "CREATE SCHEMA IF NOT EXISTS `main`.`sales`",
        f"CREATE OR REPLACE TABLE {table}\nUSING delta\nCLUSTER BY (`customer`, `ordered on`)\n"
        "LOCATION 's3://bucket/tables/main/sales/orders'\nAS SELECT * FROM dbt_new_rows",
        f"ALTER TABLE {table} SET TBLPROPERTIES"
        " ('delta.enableChangeDataFeed' = 'true', 'owner\\'s' = 'the \"shop\"')",
        f"ALTER TABLE {table} SET TAGS ('domain' = 'sales', 'pii' = '')",
        f"COMMENT ON TABLE {table} IS 'Every order; it\\'s complete.'",
        f"ALTER TABLE {table} ALTER COLUMN `id` COMMENT 'Its number.'",
        f"SHOW GRANTS ON TABLE {table}",
        f"GRANT SELECT ON TABLE {table} TO `analysts`",
        f"GRANT SELECT ON TABLE {table} TO `me@example.com`",
        f"OPTIMIZE {table}",
        f"ANALYZE TABLE {table} COMPUTE STATISTICS",
        f"SELECT '{{x}}' FROM {table}",
    ]


def grant(action: str, principal: str, kind: str = "TABLE") -> dict[str, str]:
    return {"ActionType": action, "Principal": principal, "ObjectType": kind}


def test_privileges_that_the_config_does_not_name_are_revoked_as_by_dbt() -> None:
    shown = [
        grant("SELECT", "analysts"),
        grant("SELECT", "st`range"),
        grant("MODIFY", "analysts"),
        grant("OWN", "me"),
        grant("SELECT", "all", "SCHEMA"),
    ]
    found = statements(PLAIN._replace(grants={"SELECT": ("analysts", "new")}), grants=shown)

    assert found[1:] == [
        "SHOW GRANTS ON TABLE `main`.`sales`.`orders`",
        "REVOKE SELECT ON TABLE `main`.`sales`.`orders` FROM `st``range`",
        "REVOKE MODIFY ON TABLE `main`.`sales`.`orders` FROM `analysts`",
        "GRANT SELECT ON TABLE `main`.`sales`.`orders` TO `new`",
    ]


def test_a_statement_ends_where_the_table_has_the_columns_of_the_model() -> None:
    same = (Field("ID"), Field("old"))
    source = NOTEBOOKS["merge_after_sync_all_columns"]
    found = statements(source, exists=True, model_columns=same)
    changed = statements(source, exists=True)

    assert len(found) == 1
    assert [statement.partition("orders` ")[2] for statement in changed[:-1]] == [
        "DROP COLUMNS (`old`)",
        "ADD COLUMNS (`n``ew` int)",
        "ALTER COLUMN `id` TYPE bigint",
    ]


@given(st.text(), st.text(), st.text(min_size=1))
def test_any_text_is_one_literal_or_name_of_sql(key: str, text: str, column: str) -> None:
    table = TableSettings(properties={key: text}, tags={text: key}, comment=text + "x")
    source = PLAIN._replace(
        table=table._replace(column_comments={column: text}),
        incremental=Incremental("merge", (column,), merge=MergeSettings(update_columns=(column,))),
        pre_hooks=((text, column),),
    )
    spark = RecordedSpark(exists=True, table_columns=[Field(column)])

    hook, merge, properties, tags, comment, of_column = spark.run(render_notebook(source))

    name = "`" + column.replace("`", "``") + "`"
    assert hook == f"{text}`main`.`sales`.`orders`{column}"
    assert f"SET {name} = DBT_INTERNAL_SOURCE.{name}\n" in merge
    assert properties.endswith(f" SET TBLPROPERTIES ({quoted_text(key)} = {quoted_text(text)})")
    assert tags.endswith(f" SET TAGS ({quoted_text(text)} = {quoted_text(key)})")
    assert comment.endswith(f" IS {quoted_text(text + 'x')}")
    assert of_column.endswith(f" ALTER COLUMN {name} COMMENT {quoted_text(text)}")


@given(st.text() | st.text("\\'%_"))
def test_a_literal_of_sql_reads_back_as_its_text(text: str) -> None:
    literal = quoted_text(text)
    characters, read = iter(literal[1:-1]), ""
    for character in characters:
        assert character != "'"
        read += next(characters) if character == "\\" else character

    assert (literal[0], literal[-1], read) == ("'", "'", text)
