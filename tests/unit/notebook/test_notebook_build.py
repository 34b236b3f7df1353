from __future__ import annotations

from typing import Any

import pytest

from brickform import codes
from brickform.diagnostics import Diagnostic
from brickform.location import Key, Location, Mark, SourceMap
from brickform.notebook.build import build_notebook
from brickform.notebook.source import Incremental, MergeSettings, NotebookSource, TableSettings
from brickform.resolve.project import Relation, ResolvedModel
from brickform.sourced import Sourced


def positions(
    value: Any, line: int = 1, key: Key | None = None, parent: SourceMap | None = None
) -> SourceMap:
    """Put the entries of a mapping on a line each."""
    here = SourceMap("schema.yml", Mark(line - 1, 0), key=key, parent=parent)
    entries = list(enumerate(value)) if isinstance(value, list) else []
    entries = list(value.items()) if isinstance(value, dict) else entries
    here.children = {
        inner: positions(item, line + index, inner, here) for index, (inner, item) in enumerate(entries, 1)
    }
    return here


def model_with(
    config: dict[str, Any], code: str = "def model(dbt, session):\n    return None"
) -> ResolvedModel:
    return ResolvedModel(
        name="orders",
        package="shop",
        version=None,
        path="models/orders.py",
        fqn=("shop", "orders"),
        relation=Relation("main", "analytics", "orders"),
        config=Sourced(config, positions(config)),
        code=code,
        source=SourceMap("models/orders.py"),
        refs={"raw": Relation("main", "analytics", "raw")},
        config_gets={"days": 7},
    )


def build(
    config: dict[str, Any], packages: tuple[str, ...] = (), index_url: str | None = None
) -> tuple[NotebookSource, list[Diagnostic]]:
    source, problems = build_notebook(
        model_with(config), packages=packages, index_url=index_url, restart_python=bool(packages)
    )
    return source, list(problems)


def test_a_model_without_settings_is_a_delta_table() -> None:
    source, problems = build({})

    assert not problems
    assert (source.incremental, source.table, source.grants) == (None, TableSettings(), None)
    assert (source.packages, source.restart_python) == ((), False)
    assert source.refs == {"raw": Relation("main", "analytics", "raw")}
    assert source.config_gets == {"days": 7}


@pytest.mark.parametrize(
    ("config", "strategy", "unique_key"),
    [
        ({}, "append", ()),
        ({"unique_key": "id"}, "merge", ("id",)),
        ({"unique_key": ["id", "day"]}, "merge", ("id", "day")),
        ({"unique_key": [], "incremental_strategy": "merge"}, "append", ()),
        ({"unique_key": "id", "incremental_strategy": "append"}, "append", ("id",)),
        ({"unique_key": "id", "incremental_strategy": "merge", "file_format": "hudi"}, "merge", ("id",)),
        ({"not_matched_by_source_action": "delete"}, "merge", ()),
        ({"incremental_strategy": "insert_overwrite", "partition_by": "day"}, "insert_overwrite", ()),
        ({"incremental_strategy": "replace_where", "predicates": "id > 1"}, "replace_where", ()),
    ],
)
def test_the_strategy_follows_dbt_databricks(
    config: dict[str, Any], strategy: str, unique_key: tuple[str, ...]
) -> None:
    source, problems = build({"materialized": "incremental", **config})

    assert not problems
    assert source.incremental is not None
    assert (source.incremental.strategy, source.incremental.unique_key) == (strategy, unique_key)


@pytest.mark.parametrize("strategy", ["microbatch", "delete+insert", "mrege"])
def test_a_strategy_that_is_not_supported_is_an_error_that_names_those_that_are(strategy: str) -> None:
    _, problems = build({"materialized": "incremental", "incremental_strategy": strategy})

    (problem,) = problems
    assert problem.code is codes.NOTEBOOK_WRITE
    assert strategy in problem.summary
    assert problem.help == "write append, merge, insert_overwrite or replace_where"
    assert (problem.location, problem.path) == (Location("schema.yml", 3, 1), ("incremental_strategy",))


def test_a_strategy_of_a_table_is_left_alone_as_in_dbt() -> None:
    assert not build({"materialized": "table", "incremental_strategy": "insert_overwrite"})[1]


def test_a_view_is_an_error() -> None:
    (problem,) = build({"materialized": "view"})[1]

    assert problem.code is codes.NOTEBOOK_WRITE
    assert problem.help == "write table or incremental"


def test_a_merge_into_parquet_is_an_error() -> None:
    config = {"materialized": "incremental", "unique_key": "id", "file_format": "parquet"}

    (problem,) = build(config)[1]

    assert problem.code is codes.NOTEBOOK_WRITE
    assert problem.location == Location("schema.yml", 4, 1)


def test_settings_that_the_notebook_leaves_alone_are_named() -> None:
    config = {"contract": {"enforced": True}, "row_filter": {"function": "f", "columns": ["a"]}}

    found = build(config)[1]

    assert [problem.path for problem in found] == [("contract",), ("row_filter",)]
    assert {problem.code for problem in found} == {codes.NOTEBOOK_IGNORES}
    assert not build({"contract": {"enforced": False}, "row_filter": {}})[1]


def test_the_settings_of_a_table_are_read() -> None:
    config = {
        "partition_by": "day",
        "clustered_by": ["id"],
        "buckets": 4,
        "zorder": "customer",
        "location_root": "s3://bucket",
        "include_full_name_in_path": True,
        "tblproperties": {"delta.enableChangeDataFeed": True, "retries": 3},
        "databricks_tags": {"pii": None, "team": "data"},
    }

    source, problems = build(config)

    assert not problems
    assert source.table == TableSettings(
        location_root="s3://bucket",
        full_name_in_path=True,
        partition_by=("day",),
        bucket_by=("id",),
        buckets=4,
        properties={"delta.enableChangeDataFeed": "true", "retries": "3"},
        tags={"pii": "", "team": "data"},
        optimize=True,
        zorder=("customer",),
    )
    assert not build({**config, "skip_optimize": True})[0].table.optimize


def test_iceberg_is_delta_that_iceberg_reads() -> None:
    table = build({"table_format": "iceberg", "tblproperties": {"a": "b"}})[0].table

    assert table.file_format == "delta"
    assert table.properties["a"] == "b"
    assert table.properties["delta.universalFormat.enabledFormats"] == "iceberg"


def test_every_setting_of_a_merge_is_read() -> None:
    config = {
        "merge_update_columns": ["a", "b"],
        "matched_condition": "x",
        "not_matched_condition": "y",
        "skip_matched_step": False,
        "skip_not_matched_step": True,
        "not_matched_by_source_action": "delete",
        "not_matched_by_source_condition": "z",
        "source_alias": "new",
        "target_alias": "old",
        "merge_with_schema_evolution": True,
        "incremental_predicates": "a > 1",
        "on_schema_change": "fail",
    }

    source, problems = build({"materialized": "incremental", "unique_key": "id", **config})

    assert not problems
    merge = MergeSettings(
        update_columns=("a", "b"),
        matched_condition="x",
        not_matched_condition="y",
        skip_not_matched=True,
        not_matched_by_source_action="delete",
        not_matched_by_source_condition="z",
        source_alias="new",
        target_alias="old",
        schema_evolution=True,
    )
    assert source.incremental == Incremental("merge", ("id",), ("a > 1",), "fail", merge=merge)


INCREMENTAL = {"materialized": "incremental", "unique_key": "id"}


@pytest.mark.parametrize(
    ("config", "code", "path", "word"),
    [
        ({"partition_by": "a", "liquid_clustered_by": "b"}, "BF444", "liquid_clustered_by", "partition_by"),
        ({"clustered_by": "a", "auto_liquid_cluster": True}, "BF444", "auto_liquid_cluster", "clustered_by"),
        ({"zorder": "a", "file_format": "parquet"}, "BF444", "zorder", "parquet"),
        ({"table_format": "iceberg", "file_format": "parquet"}, "BF444", "file_format", "iceberg"),
        (
            {**INCREMENTAL, "merge_update_columns": ["a"], "merge_exclude_columns": ["b"]},
            "BF444",
            "merge_exclude_columns",
            "merge_update_columns",
        ),
        (
            {**INCREMENTAL, "skip_matched_step": True, "skip_not_matched_step": True},
            "BF444",
            "skip_not_matched_step",
            "nothing",
        ),
        (
            {**INCREMENTAL, "not_matched_by_source_action": "drop"},
            "BF440",
            "not_matched_by_source_action",
            "drop",
        ),
        (
            {**INCREMENTAL, "incremental_strategy": "replace_where"},
            "BF440",
            "incremental_strategy",
            "predicates",
        ),
        (
            {**INCREMENTAL, "incremental_strategy": "replace_where", "predicates": "a", "file_format": "orc"},
            "BF440",
            "file_format",
            "orc",
        ),
        (
            {**INCREMENTAL, "incremental_strategy": "insert_overwrite"},
            "BF446",
            "incremental_strategy",
            "all rows",
        ),
        (
            {**INCREMENTAL, "incremental_strategy": "insert_overwrite", "liquid_clustered_by": "a"},
            "BF440",
            "incremental_strategy",
            "partitions",
        ),
    ],
)
def test_what_cannot_be_written_is_said_at_its_line(
    config: dict[str, Any], code: str, path: str, word: str
) -> None:
    (problem,) = build(config)[1]

    assert (problem.code.id, problem.path) == (code, (path,))
    assert problem.location == Location("schema.yml", 1 + [*config].index(path) + 1, 1)
    assert word in problem.summary
    assert problem.help


def test_hooks_are_cut_at_the_name_of_the_table() -> None:
    config = {
        "pre-hook": "  delete from {{ this }}\n",
        "post-hook": ["analyze {{this}} of {{- this -}}", {"sql": "select '{x}'", "transaction": False}],
        "post_hook": [""],
    }

    source, problems = build(config)

    assert not problems
    assert source.pre_hooks == (("delete from ", ""),)
    assert source.post_hooks == (("analyze ", " of ", ""), ("select '{x}'",))


def test_a_hook_that_needs_dbt_is_an_error_at_the_hook() -> None:
    config = {"post_hook": ["select 1", "{{ optimize(this) }}", "{% if true %}x{% endif %}"]}

    problems = build(config)[1]

    assert [problem.path for problem in problems] == [("post_hook", 1), ("post_hook", 2)]
    assert {problem.code for problem in problems} == {codes.ONLY_DBT_RENDERS}


def test_grants_are_privileges_with_their_principals() -> None:
    source, problems = build({"grants": {"select": ["a", "b"], "all privileges": "c", "modify": None}})

    assert not problems
    assert source.grants == {"SELECT": ("a", "b"), "ALL PRIVILEGES": ("c",)}
    assert build({"grants": {"select": ["a"], "+select": "b"}})[0].grants == {"SELECT": ("a", "b")}
    assert build({"grants": {}})[0].grants is None
    assert build({"grants": {"select": []}})[0].grants == {"SELECT": ()}


def test_a_privilege_that_is_none_is_an_error() -> None:
    (problem,) = build({"grants": {"select on x to y; --": ["a"]}})[1]

    assert problem.code is codes.NOTEBOOK_WRITE


def described(persist_docs: dict[str, bool], description: str, **columns: str) -> ResolvedModel:
    place = SourceMap("schema.yml", Mark(8, 0))
    return model_with({"persist_docs": persist_docs})._replace(
        description=Sourced(description, place),
        column_descriptions={name: Sourced(text, place) for name, text in columns.items()},
    )


@pytest.mark.parametrize(
    ("persist_docs", "comment", "column_comments"),
    [
        ({"relation": True, "columns": True}, "All orders.", {"id": "Its number."}),
        ({"relation": True}, "All orders.", {}),
        ({"relation": False, "columns": True}, None, {"id": "Its number."}),
        ({}, None, {}),
    ],
)
def test_descriptions_become_comments_where_asked(
    persist_docs: dict[str, bool], comment: str | None, column_comments: dict[str, str]
) -> None:
    model = described(persist_docs, "All orders.\n", id="Its number.", empty="")

    source, problems = build_notebook(model, packages=(), index_url=None, restart_python=False)

    assert not problems
    assert (source.table.comment, source.table.column_comments) == (comment, column_comments)


def test_a_description_with_a_doc_block_is_an_error_where_it_is_written_out() -> None:
    model = described({"relation": True}, "{{ doc('orders') }}")

    (problem,) = build_notebook(model, packages=(), index_url=None, restart_python=False)[1]

    assert (problem.code, problem.location) == (codes.ONLY_DBT_RENDERS, Location("schema.yml", 9, 1))
    silent = described({}, "{{ doc('orders') }}")
    assert not build_notebook(silent, packages=(), index_url=None, restart_python=False)[1]


def test_braces_in_a_pip_line_are_an_error_at_the_package() -> None:
    index_url = "https://{{secrets/a/b}}@pypi.example.com"
    config = {"index_url": index_url, "packages": ["pandas", "{x}"]}

    problems = build(config, packages=("pandas", "{x}"), index_url=index_url)[1]

    assert [problem.path for problem in problems] == [("index_url",), ("packages", 1)]
    assert {problem.code for problem in problems} == {codes.PIP_ARGUMENT}
    assert not build(config)[1]


def test_full_refresh_of_the_config_is_kept() -> None:
    incremental = build({"materialized": "incremental", "full_refresh": False})[0].incremental
    assert incremental is not None
    assert incremental.full_refresh is False


def test_a_separator_between_statements_is_fine() -> None:
    code = "import os\n\n# COMMAND ----------\n\ndef model(dbt, session):\n    return None"

    assert not build_notebook(model_with({}, code), packages=(), index_url=None, restart_python=False)[1]


def test_a_separator_inside_a_function_is_an_error_at_its_line() -> None:
    code = "def model(dbt, session):\n    if dbt:\n        pass\n# COMMAND ----------\n    return None"
    model = model_with({})._replace(code=code)

    _, problems = build_notebook(model, packages=(), index_url=None, restart_python=False)

    (problem,) = problems
    assert problem.code is codes.CODE_CUT
    assert problem.location == Location("models/orders.py", 4, 1)


MODEL = "def model(dbt, session):\n    return None"


@pytest.mark.parametrize(
    ("code", "line"),
    [
        (f"# MAGIC %pip install pandas\n{MODEL}", 5),
        (f"import os\n# MAGIC %sql select 1\n{MODEL}", 6),
        (f'TEXT = """\n# MAGIC \n"""\n{MODEL}', 6),
        (f"{MODEL}\n# COMMAND ----------\n\nX = 1\n# MAGIC %md x", 10),
        (f"# Databricks notebook source\n{MODEL}", None),
        (f"# MAGIC %md hello\n# MAGIC world\n\n# COMMAND ----------\n{MODEL}", None),
        (f"{MODEL}\n# a MAGIC number\n#MAGIC\n    # MAGIC %pip", None),
    ],
)
def test_magic_beside_code_is_an_error_at_its_line(code: str, line: int | None) -> None:
    model = model_with({})._replace(code=code, code_line=5)
    _, problems = build_notebook(model, packages=(), index_url=None, restart_python=False)
    found = [problem.location for problem in problems if problem.code is codes.NOTEBOOK_CODE]
    assert found == ([Location("models/orders.py", line, 1)] if line else [])
