from __future__ import annotations

from typing import Any

import pytest


def test_descriptions_lie_where_they_are_written(resolve_files: Any, dbt_files: Any) -> None:
    properties = """
models:
  - name: orders
    description: All of them.
    columns: [{name: id, description: Its number.}, {name: day}]
    config: {persist_docs: {columns: true}}
"""
    model = resolve_files(dbt_files(properties=properties)).model("orders")
    assert (model.description.value, str(model.description.location)) == (
        "All of them.",
        "models/schema.yml:4:18",
    )
    assert {name: text.value for name, text in model.column_descriptions.items()} == {"id": "Its number."}


def test_a_version_describes_itself(resolve_files: Any, dbt_files: Any) -> None:
    properties = """
models:
  - name: orders
    description: All of them.
    columns: [{name: id, description: Its number.}, {name: day, description: A day.}]
    config: {persist_docs: {columns: true}}
    versions:
      - {v: 2, description: Newer., columns: [{name: id, description: New number.}]}
      - {v: 3}
"""
    files = {**dbt_files(properties=properties)}
    code = files.pop("models/staging/orders.py")
    files |= {"models/staging/orders_v2.py": code, "models/staging/orders_v3.py": code}
    resolved = resolve_files(files)
    newer, same = resolved.model("orders.v2"), resolved.model("orders.v3")
    assert (newer.description.value, same.description.value) == ("Newer.", "All of them.")
    assert {name: text.value for name, text in newer.column_descriptions.items()} == {
        "id": "New number.",
        "day": "A day.",
    }


@pytest.mark.parametrize(
    "columns", ["text", "{id: {description: x}}", "[1, null, {name: [1], description: x}]"]
)
def test_columns_of_another_shape_are_no_crash(resolve_files: Any, dbt_files: Any, columns: str) -> None:
    properties = f"models: [{{name: orders, columns: {columns}, config: {{persist_docs: {{}}}}}}]"
    assert resolve_files(dbt_files(properties=properties)).model("orders").description is None
