from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("tree", "helps"),
    [
        ("{shop: {stagin: {+tags: a}}}", ["did you mean 'staging'?"]),
        ("{shop: {nowhere_near: {+tags: a, deeper: {+tags: b}}}}", ["there is: staging"]),
        ("{shop: {staging: {order: {+tags: a}}}}", ["did you mean 'orders'?"]),
        ("{shop: {staging: {meta: {a: b}}}}", ["write '+meta' for the config"]),
        ("{shpo: {+tags: a}}", ["did you mean 'shop'?"]),
        ("{quoting: {schema: true}}", ["write '+quoting' for the config"]),
        ("{shop: {staging: {orders: {+tags: a}}, +tags: b}, +meta: {a: b}, tags: c}", []),
        ("{dbt_artifacts: {+schema: x}, elementary: {x: {+schema: y}}}", []),
        ("{shop: {sql_only: {+tags: a}}}", []),
        ("{shop: ~}", []),
    ],
)
def test_a_folder_that_no_model_lies_in(
    resolve_files: Any, dbt_files: Any, tree: str, helps: list[str]
) -> None:
    files = dbt_files(project=f"models: {tree}", more={"models/sql_only/one.sql": "select 1 as one"})
    found = [item for item in resolve_files(files).diagnostics if item.code.id == "BF484"]
    if "sql_only" not in tree:
        helps = [advice.replace("there is: staging", "there is: sql_only, staging") for advice in helps]
    assert [item.help for item in found] == helps
