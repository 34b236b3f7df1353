"""Runs in .venv-dbt: `dbt run` of a project, without a warehouse, that says what it would run there.

Reads one request a line: by model ``{"table", "columns"}``, the names and types of the columns that its
table has, null where there is none yet, and those of what it returns. Writes one line behind MARK for each:
by model a list of ``["python", code]`` and ``["sql", statement]``, in the order in which dbt sends them.
"""

from __future__ import annotations

import json
import sys
from typing import Any

MARK = "sent: "
Sent = dict[str, list[list[str]]]
CAPABILITIES = frozenset({"insert_by_name"})
"""What Spark 4 has in common with the runtimes of Databricks."""


def stand_in_for_a_warehouse(request: dict[str, Any], sent: Sent) -> None:
    """Take the place of everything that asks or tells a warehouse something."""
    import agate
    from dbt.adapters.contracts.connection import AdapterResponse, ConnectionState
    from dbt.adapters.databricks.column import DatabricksColumn
    from dbt.adapters.databricks.connections import DatabricksConnectionManager
    from dbt.adapters.databricks.impl import DatabricksAdapter
    from dbt.adapters.databricks.relation import DatabricksRelation
    from dbt_common.events.contextvars import get_node_info

    def take(language: str, text: str) -> Any:
        model = get_node_info().get("node_name")
        if model:  # otherwise it is dbt's own schema
            sent.setdefault(model, []).append([language, text])
            if "ADD COLUMNS" in text:
                added = [
                    column for column in request[model]["columns"] if column not in request[model]["table"]
                ]
                request[model]["table"] += added
        return AdapterResponse("OK")

    def relation(_: Any, database: str, schema: str, identifier: str, **__: Any) -> Any:
        if request.get(identifier, {}).get("table") is None:
            return None
        names = {"database": database, "schema": schema, "identifier": identifier}
        return DatabricksRelation.create(**names, type="table", metadata={"Provider": "delta"})

    def opened(connection: Any) -> Any:
        connection.state, connection.handle = ConnectionState.OPEN, object()
        return connection

    def columns(_: Any, of: Any) -> list[Any]:
        known = request[of.identifier]["table"] if of.identifier in request else None
        known = known or request[get_node_info()["node_name"]]["columns"]
        return [DatabricksColumn(column=name, dtype=kind) for name, kind in known]

    adapter: Any = DatabricksAdapter
    DatabricksConnectionManager.open = classmethod(lambda _, connection: opened(connection))
    adapter.execute = lambda _, sql, *__, **___: (take("sql", sql), agate.Table([]))
    adapter.submit_python_job = lambda _, __, code: take("python", code)
    adapter.get_relation = relation
    adapter.get_columns_in_relation = columns
    adapter.has_capability = lambda *_: False
    adapter.has_dbr_capability = lambda _, name: name in CAPABILITIES
    adapter.is_cluster = lambda _: True
    adapter.list_schemas = lambda *_: []
    adapter.list_relations_without_caching = lambda *_: []
    adapter.drop_relation = lambda *_: None


def code_of_dbt(project: str, request: dict[str, Any]) -> Sent:
    from dbt.cli.main import dbtRunner

    sent: Sent = {}
    stand_in_for_a_warehouse(request, sent)
    done = dbtRunner().invoke(["--quiet", "run", "--project-dir", project, "--profiles-dir", project])
    for result in done.result.results if done.result is not None else ():
        if result.status != "success":
            sent[result.node.name] = [["error", str(result.message)]]
    return sent


if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(f"\n{MARK}{json.dumps(code_of_dbt(sys.argv[1], json.loads(line)))}\n")
        sys.stdout.flush()
