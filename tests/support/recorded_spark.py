"""A Spark that runs nothing and notes the SQL that a notebook gives it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

SEPARATOR = "\n\n# COMMAND ----------\n\n"
MODEL = "def model(dbt, session):\n    return session.frame"


@dataclass(frozen=True)
class Field:
    """A column, which is its own type."""

    name: str
    type: str = "int"

    @property
    def dataType(self) -> Field:  # noqa: N802 - PySpark's name
        return self

    def simpleString(self) -> str:  # noqa: N802 - PySpark's name
        return self.type


class Frame:
    """What a model returns, what a table holds, and the writer of both."""

    def __init__(self, spark: RecordedSpark, columns: Sequence[Field]) -> None:
        self.spark = spark
        self.schema = columns
        self.columns = [column.name for column in columns]
        self.write = self

    def createOrReplaceTempView(self, name: str) -> None:  # noqa: N802 - PySpark's name
        assert name == "dbt_new_rows"

    def writeTo(self, name: str) -> Frame:  # noqa: N802 - PySpark's name
        return self

    def saveAsTable(self, name: str) -> None:  # noqa: N802 - PySpark's name
        self.spark.calls.append(f"saveAsTable {name}")

    def __getattr__(self, step: str) -> Any:
        def chain(*arguments: Any) -> Frame:
            self.spark.calls.append(f"{step} {arguments!r}")
            return self

        return chain


@dataclass
class RecordedSpark:
    """``exists`` is whether the model's table does; ``grants`` are what SHOW GRANTS answers."""

    exists: bool = False
    table_columns: Sequence[Field] = (Field("id"), Field("old"))
    model_columns: Sequence[Field] = (Field("id", "bigint"), Field("n`ew"))
    grants: Sequence[dict[str, str]] = ()
    statements: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)

    @property
    def catalog(self) -> RecordedSpark:
        return self

    @property
    def conf(self) -> Frame:
        return self.frame

    @property
    def frame(self) -> Frame:
        return Frame(self, self.model_columns)

    def table(self, name: str) -> Frame:
        return Frame(self, self.table_columns)

    def tableExists(self, name: str) -> bool:  # noqa: N802 - PySpark's name
        return self.exists

    def databaseExists(self, name: str) -> bool:  # noqa: N802 - PySpark's name
        return self.exists

    def sql(self, statement: str) -> RecordedSpark:
        self.statements.append(statement)
        return self

    def collect(self) -> Sequence[dict[str, str]]:
        return self.grants

    def run(self, notebook: str) -> list[str]:
        """Run a notebook, and return the SQL of it."""
        namespace: dict[str, Any] = {"spark": self}
        for cell in notebook.split(SEPARATOR)[1:]:
            exec(compile(cell, "cell", "exec"), namespace)
        return self.statements
