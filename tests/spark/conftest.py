from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

import pytest

from brickform.notebook.render import render_notebook
from brickform.notebook.source import NotebookSource
from brickform.resolve.project import Relation

SEPARATOR = "\n\n# COMMAND ----------\n\n"


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """One local Spark with Delta for all tests; its jars come from Maven Central."""
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    os.environ["PYSPARK_PYTHON"] = sys.executable  # that of functions in Python
    from pyspark.sql import SparkSession

    delta = f"io.delta:delta-spark_{version('pyspark').rpartition('.')[0]}_2.13:{version('delta-spark')}"
    warehouse = tmp_path_factory.mktemp("warehouse")
    settings = {
        "spark.databricks.delta.snapshotPartitions": "1",
        "spark.driver.extraJavaOptions": f"-Dderby.system.home={warehouse} -XX:TieredStopAtLevel=1",
        "spark.jars.packages": delta,
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog",
        "spark.sql.extensions": "io.delta.sql.DeltaSparkSessionExtension",
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.warehouse.dir": str(warehouse),
        "spark.ui.enabled": "false",
    }
    builder: Any = SparkSession.builder
    session = builder.master("local[1]").config(map=settings).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


class Dbutils:
    """The part of dbutils that a notebook uses: parameters of the run, and a fresh Python after pip."""

    def __init__(self, parameters: dict[str, str]) -> None:
        self.widgets = self.library = self
        self._parameters = parameters

    def get(self, name: str) -> str:
        return self._parameters[name]

    def restartPython(self) -> None:  # noqa: N802 - its name
        pass


class Workspace:
    """Runs notebooks as Databricks does: each cell by itself, in one namespace."""

    def __init__(self, spark: Any, schema: str) -> None:
        self.spark = spark
        self.schema = schema

    def relation(self, identifier: str) -> Relation:
        """Return a table of the target; local Spark knows it only in another catalog."""
        return Relation("main", self.schema, identifier)

    def run(self, notebook: NotebookSource, **parameters: str) -> dict[str, Any]:
        return self.run_text(render_notebook(notebook), **parameters)

    def run_text(self, notebook: str, **parameters: str) -> dict[str, Any]:
        given = {"brickform_catalog": "spark_catalog", **parameters}
        namespace: dict[str, Any] = {"__name__": "__main__", "spark": self.spark, "dbutils": Dbutils(given)}
        for number, cell in enumerate(notebook.split(SEPARATOR)):
            exec(compile(cell, f"cell {number}", "exec"), namespace)
        return namespace

    def save(self, identifier: str, rows: list[tuple[Any, ...]], columns: str) -> None:
        """Lay a table that a model reads; Parquet is quicker here than Delta."""
        self.spark.sql(f"CREATE SCHEMA IF NOT EXISTS {self.schema}")
        frame = self.spark.createDataFrame(rows, columns).coalesce(1)
        frame.write.format("parquet").mode("overwrite").saveAsTable(f"{self.schema}.{identifier}")

    def rows(self, identifier: str, schema: str | None = None) -> list[tuple[Any, ...]]:
        table = self.spark.table(f"spark_catalog.{schema or self.schema}.{identifier}")
        return sorted((tuple(row) for row in table.collect()), key=repr)

    def named_rows(self, identifier: str) -> list[dict[str, Any]]:
        return [row.asDict() for row in self.spark.table(f"{self.schema}.{identifier}").collect()]

    def columns(self, identifier: str) -> str:
        schema: str = self.spark.table(f"{self.schema}.{identifier}").schema.simpleString()
        return schema


@pytest.fixture
def workspace(spark: Any, request: pytest.FixtureRequest) -> Iterator[Workspace]:
    schema = request.function.__name__
    yield Workspace(spark, schema)
    spark.sql(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
