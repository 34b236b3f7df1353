"""The notebooks and the SQL of the example of functions of Unity Catalog, as they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from brickform.functions.listed_jobs import JobParameter, ListedJob
from brickform.functions.sql.function import Place
from brickform.functions.sql.installation import install
from brickform.testing import LocalWorkspace
from spark.workspace_functions import CONNECTION, SqlFunctions
from support.pointing import point_at, stop_clock
from support.unity_catalog_example import blocks, cells, create_example_jobs


class Session:
    """The session of a notebook; local Spark has the functions without a schema."""

    def __init__(self, spark: Any) -> None:
        self._spark = spark

    def sql(self, text: str, args: dict[str, Any] | None = None) -> Any:
        return None if text.startswith("USE ") else self._spark.sql(text, args=args or {})


class Utilities:
    """dbutils, with what a person has written into the widgets."""

    def __init__(self, **values: str) -> None:
        self.widgets = self
        self._values = values

    def text(self, name: str, default: str) -> None:
        self._values.setdefault(name, default)

    def get(self, name: str) -> str:
        return self._values[name]


@pytest.fixture
def local_workspace() -> Iterator[LocalWorkspace]:
    with LocalWorkspace() as workspace:
        yield workspace


@pytest.fixture
def ids(local_workspace: LocalWorkspace) -> tuple[int, int, int]:
    return create_example_jobs(local_workspace)


@pytest.fixture
def functions(
    spark: Any,
    local_workspace: LocalWorkspace,
    ids: tuple[int, int, int],
    monkeypatch: pytest.MonkeyPatch,
) -> SqlFunctions:
    point_at(local_workspace, monkeypatch)
    orders, python, pipeline = ids
    parameters = (JobParameter("start_date", "DATE", ""), JobParameter("full_refresh", "BOOLEAN", ""))
    jobs = (
        ListedJob(orders, "orders_daily", "orders_daily", "", parameters),
        ListedJob(python, "python", "python", "", ()),
        ListedJob(pipeline, "pipeline", "pipeline", "", ()),
    )
    functions = SqlFunctions(spark, local_workspace)
    functions.create(*install(Place("main", "ops", CONNECTION), jobs).functions)
    return functions


def run_notebook(name: str, functions: SqlFunctions, **widgets: str) -> dict[str, Any]:
    namespace: dict[str, Any] = {"spark": Session(functions.spark), "dbutils": Utilities(**widgets)}
    for number, cell in enumerate(cells(name)):
        exec(compile(cell, f"{name}[{number}]", "exec"), namespace)
    return namespace


def started(functions: SqlFunctions) -> list[dict[str, Any]]:
    """Return what runs were started with, without tokens, in the order of starting."""
    bodies = [one.body for one in functions.workspace.requests if one.path.endswith("/run-now") and one.body]
    kept = [{key: value for key, value in body.items() if key != "idempotency_token"} for body in bodies]
    return [body for body in kept if body]


def test_the_notebook_that_tests(functions: SqlFunctions, ids: tuple[int, int, int]) -> None:
    run_notebook("test_functions.py", functions, job_id=str(ids[0]))
    given = {"start_date": "2024-01-01", "full_refresh": "false"}
    assert started(functions) == [
        {"job_id": ids[0]},
        {"job_id": ids[0], "job_parameters": given},
        {"job_id": ids[0], "job_parameters": {**given, "full_refresh": "true"}},
        {"job_id": ids[0]},
        {"job_id": ids[0]},
    ]
    assert len(functions.workspace.state.runs) == 4


def test_the_notebook_of_examples(
    functions: SqlFunctions, ids: tuple[int, int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_clock(monkeypatch)
    monkeypatch.setattr("time.sleep", lambda _: None)
    orders, python, pipeline = ids
    namespace = run_notebook(
        "example_usage.py",
        functions,
        job_id=str(orders),
        python_job_id=str(python),
        pipeline_job_id=str(pipeline),
    )
    assert started(functions) == [
        {"job_id": orders},
        {"job_id": orders, "job_parameters": {"start_date": "2024-01-01", "full_refresh": "false"}},
        {"job_id": python, "python_params": ["--mode", "production"]},
        {"job_id": orders, "job_parameters": {"start_date": "2024-01-01"}},
        {"job_id": orders},
        {"job_id": orders},
        {"job_id": pipeline, "pipeline_params": {"full_refresh": True}},
        {"job_id": orders, "job_parameters": {"start_date": "2024-01-01", "full_refresh": "true"}},
    ]
    assert namespace["status"]["result_state"] == "SUCCESS"
    assert len(functions.workspace.state.runs) == 7


def test_the_sql_of_the_quick_start(functions: SqlFunctions) -> None:
    queries = [line.rstrip(";").replace("main.ops.", "") for line in blocks("QUICKSTART.md", "sql")]
    answers = [functions.select(query)[0] for query in queries]
    assert [answer["success"] for answer in answers] == [True] * 4
