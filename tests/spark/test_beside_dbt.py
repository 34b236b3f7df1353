"""The notebook of a model, and the code that dbt generates for the same project, on the same Spark."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from spark.conftest import Workspace
from spark.dbt_code import MARK
from spark.models import ORDER_COLUMNS, ORDERS
from support.command import brickform

PYTHON = Path(__file__).parents[2] / ".venv-dbt" / "bin" / "python"
SCHEMA, OURS = "beside_dbt", "beside_brickform"
PROFILE = {
    "type": "databricks",
    "catalog": "spark_catalog",
    "schema": SCHEMA,
    "host": "example.com",
    "http_path": "/sql/protocolv1/o/1/0923-164208-meows279",
    "token": "t",
}
ALL = 'return dbt.source("raw", "orders")'
NEWER = """orders = dbt.source("raw", "orders")
    if dbt.is_incremental:
        orders = orders.where("id > 2")
    return orders"""
PANDAS = 'return dbt.source("raw", "orders").toPandas()'

Run = tuple[list[tuple[Any, ...]], str]
"""The rows of the orders, and their columns."""
FIRST: Run = (ORDERS, ORDER_COLUMNS)
SECOND: Run = ([(2, "z", 99), (3, "a", 6), (4, "c", 7)], ORDER_COLUMNS)
WIDER: Run = ([(3, "a", 6, "x"), (4, "c", 7, None)], f"{ORDER_COLUMNS}, note string")
OTHER_ORDER: Run = ([(9, 4, "c")], "amount int, id int, customer string")


SCENARIOS: dict[str, tuple[str, dict[str, Any], list[Run]]] = {
    "table": (ALL, {"materialized": "table"}, [FIRST, SECOND, WIDER]),
    "table_of_pandas": (PANDAS, {"materialized": "table"}, [FIRST, WIDER, ([], ORDER_COLUMNS)]),
    "partitioned_table": (ALL, {"partition_by": ["customer", "id"]}, [FIRST, SECOND]),
    "merge": (ALL, {"unique_key": "id"}, [FIRST, SECOND, OTHER_ORDER]),
    "merge_of_new_rows": (NEWER, {"unique_key": ["id", "customer"]}, [FIRST, SECOND]),
    "merge_without_key": (ALL, {"incremental_strategy": "merge"}, [FIRST, SECOND]),
    "merge_of_some_columns": (ALL, {"unique_key": "id", "merge_update_columns": ["amount"]}, [FIRST, SECOND]),
    "merge_but_some_columns": (
        ALL,
        {"unique_key": "id", "merge_exclude_columns": ["CUSTOMER"], "incremental_predicates": ["1 = 1"]},
        [FIRST, SECOND],
    ),
    "merge_with_conditions": (
        ALL,
        {
            "unique_key": "id",
            "source_alias": "new",
            "target_alias": "old",
            "matched_condition": "new.amount > old.amount + 5",
            "not_matched_condition": "new.id < 100",
            "not_matched_by_source_action": "delete",
            "not_matched_by_source_condition": "old.id = 1",
        },
        [FIRST, SECOND],
    ),
    "merge_new_columns": (
        ALL,
        {"unique_key": "id", "on_schema_change": "append_new_columns"},
        [FIRST, WIDER],
    ),
    "append": (ALL, {"incremental_strategy": "append"}, [FIRST, OTHER_ORDER, WIDER]),
    "append_new_columns": (
        ALL,
        {"incremental_strategy": "append", "on_schema_change": "append_new_columns"},
        [FIRST, WIDER],
    ),
    "insert_overwrite": (
        ALL,
        {"incremental_strategy": "insert_overwrite", "partition_by": "customer"},
        [FIRST, SECOND],
    ),
    "replace_where": (
        ALL,
        {"incremental_strategy": "replace_where", "incremental_predicates": "id >= 2"},
        [FIRST, SECOND],
    ),
}


class Code(NamedTuple):
    """The notebook of each model, and what dbt sends for its first, second … run."""

    notebooks: dict[str, str]
    of_dbt: list[dict[str, list[tuple[str, str]]]]


@pytest.fixture(scope="module")
def code(tmp_path_factory: pytest.TempPathFactory) -> Code:
    folder = tmp_path_factory.mktemp("shop")
    write_project(folder)
    done = brickform("generate", "bundle", folder, "-o", folder / "bundle")
    assert done.code == 0, done.err
    notebooks = {file.stem: file.read_text(encoding="utf-8") for file in folder.glob("bundle/src/**/*.py")}
    return Code(notebooks, code_of_dbt(folder))


def write_project(folder: Path) -> None:
    """Write a dbt project with a model for each scenario."""
    project = {"name": "shop", "version": "1.0", "profile": "shop", "config-version": 2}
    source = {"name": "raw", "schema": "raw_of_dbt", "tables": [{"name": "orders"}]}
    # dbt would ask the warehouse for the settings of the table
    common = {"submission_method": "workflow_job", "incremental_apply_config_changes": False}
    models = []
    (folder / "models").mkdir()
    for name, (body, config, _) in SCENARIOS.items():
        materialized = "table" if "table" in name else "incremental"
        models.append({"name": name, "config": {"materialized": materialized, **common, **config}})
        text = f"def model(dbt, session):\n    {body}\n"
        (folder / "models" / f"{name}.py").write_text(text, encoding="utf-8")
    files = {
        "dbt_project.yml": project,
        "profiles.yml": {"shop": {"target": "test", "outputs": {"test": PROFILE}}},
        "models/models.yml": {"version": 2, "sources": [source], "models": models},
    }
    for file, content in files.items():
        (folder / file).write_text(json.dumps(content), encoding="utf-8")


def code_of_dbt(project: Path) -> list[dict[str, list[tuple[str, str]]]]:
    requests = [
        {
            name: {"table": columns_of(runs[0]) if number else None, "columns": columns_of(runs[number])}
            for name, (_, _, runs) in SCENARIOS.items()
            if number < len(runs)
        }
        for number in range(max(len(runs) for _, _, runs in SCENARIOS.values()))
    ]
    done = subprocess.run(
        [PYTHON, Path(__file__).with_name("dbt_code.py"), project],
        input="".join(f"{json.dumps(request)}\n" for request in requests),
        env={**os.environ, "DBT_SEND_ANONYMOUS_USAGE_STATS": "false"},
        capture_output=True,
        text=True,
        check=True,
    )
    answers = [line.removeprefix(MARK) for line in done.stdout.splitlines() if line.startswith(MARK)]
    return [json.loads(answer) for answer in answers]


def columns_of(run: Run) -> list[list[str]]:
    return [column.rsplit(" ", 1) for column in run[1].split(", ")]


def run_by_dbt(spark: Any, sent: list[tuple[str, str]]) -> None:
    assert "python" in [language for language, _ in sent], sent
    for language, text in sent:
        if language == "sql":
            spark.sql(text)
        else:  # runs apart from the warehouse, whose settings it does not see
            exec(compile(text, "dbt", "exec"), {"__name__": "__main__", "spark": spark.newSession()})


@pytest.fixture
def schemas(spark: Any) -> Iterator[None]:
    spark.sql(f"CREATE SCHEMA {SCHEMA}")
    yield
    for schema in (SCHEMA, OURS):
        spark.sql(f"DROP SCHEMA {schema} CASCADE")


@pytest.mark.usefixtures("schemas")
@pytest.mark.filterwarnings("ignore")  # what pandas on Spark says about itself
@pytest.mark.parametrize("name", SCENARIOS)
def test_rows_and_columns_are_those_of_dbt(name: str, spark: Any, code: Code) -> None:
    raw, dbt, ours = (Workspace(spark, schema) for schema in ("raw_of_dbt", SCHEMA, OURS))
    for number, (rows, columns) in enumerate(SCENARIOS[name][2]):
        raw.save("orders", rows, columns)
        run_by_dbt(spark, code.of_dbt[number][name])
        ours.run_text(code.notebooks[name], brickform_schema=OURS)

        assert ours.rows(name) == dbt.rows(name)
        assert ours.columns(name) == dbt.columns(name)
        assert len(ours.rows(name)) >= min(len(rows), 1)
