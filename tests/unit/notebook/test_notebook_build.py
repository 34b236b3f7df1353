from __future__ import annotations

from typing import Any

import pytest

from brickform import codes
from brickform.diagnostics import Diagnostic
from brickform.location import Key, Location, SourceMap
from brickform.notebook.build import build_notebook
from brickform.notebook.source import NotebookSource
from brickform.resolve.project import Relation, ResolvedModel
from brickform.sourced import Sourced


def positions(
    value: Any, line: int = 1, key: Key | None = None, parent: SourceMap | None = None
) -> SourceMap:
    """Put the entries of a mapping on a line each."""
    here = SourceMap(Location("schema.yml", line, 1), key=key, parent=parent)
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
        source=SourceMap(Location("models/orders.py", 1, 1)),
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
    assert (source.materialized, source.file_format, source.full_refresh) == ("table", "delta", None)
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
    ],
)
def test_the_strategy_follows_dbt_databricks(
    config: dict[str, Any], strategy: str, unique_key: tuple[str, ...]
) -> None:
    source, problems = build({"materialized": "incremental", **config})

    assert not problems
    assert (source.incremental_strategy, source.unique_key) == (strategy, unique_key)


@pytest.mark.parametrize(
    "strategy", ["insert_overwrite", "replace_where", "microbatch", "delete+insert", "mrege"]
)
def test_a_strategy_that_is_not_supported_is_an_error_that_names_those_that_are(strategy: str) -> None:
    _, problems = build({"materialized": "incremental", "incremental_strategy": strategy})

    (problem,) = problems
    assert problem.code is codes.NOTEBOOK_WRITE
    assert strategy in problem.summary
    assert problem.help == "write append or merge"
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
    config = {
        "partition_by": ["day"],
        "tblproperties": {},
        "on_schema_change": "fail",
        "merge_update_columns": ["a"],
        "table_format": "default",
    }

    assert [problem.path for problem in build(config)[1]] == [("partition_by",)]
    config |= {"materialized": "incremental", "unique_key": "id"}
    found = build(config)[1]
    assert [problem.path[0] for problem in found] == [
        "partition_by",
        "on_schema_change",
        "merge_update_columns",
    ]
    assert {problem.code for problem in found} == {codes.NOTEBOOK_IGNORES}
    config["on_schema_change"] = "ignore"
    assert len(build(config)[1]) == 2


def test_braces_in_a_pip_line_are_an_error_at_the_package() -> None:
    index_url = "https://{{secrets/a/b}}@pypi.example.com"
    config = {"index_url": index_url, "packages": ["pandas", "{x}"]}

    problems = build(config, packages=("pandas", "{x}"), index_url=index_url)[1]

    assert [problem.path for problem in problems] == [("index_url",), ("packages", 1)]
    assert {problem.code for problem in problems} == {codes.PIP_ARGUMENT}
    assert not build(config)[1]


def test_full_refresh_of_the_config_is_kept() -> None:
    assert build({"materialized": "incremental", "full_refresh": False})[0].full_refresh is False


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
