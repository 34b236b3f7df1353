from __future__ import annotations

import pytest

from brickform.diagnostics import Diagnostics, Severity
from brickform.resolve.selection import Selectable, select


def model(fqn: str, path: str, *tags: str, version: str | None = None) -> Selectable:
    parts = tuple(fqn.split("."))
    name = parts[-1] if version is None else parts[-2]
    unique_id = f"model.{parts[0]}.{name}" + (f".v{version}" if version else "")
    return Selectable(unique_id, name, parts, path, tags, version)


MODELS = [
    model("shop.staging.stg_orders", "models/staging/stg_orders.py", "daily", "core"),
    model("shop.staging.raw.stg_items", "models/staging/raw/stg_items.py", "daily"),
    model("shop.orders.v1", "models/orders_v1.py", version="1"),
    model("shop.orders.v2", "models/orders_v2.py", "hourly", version="2"),
    model("lib.base", "dbt_packages/lib/models/base.py"),
]
STG = {"stg_orders", "stg_items"}
ORDERS = {"orders.v1", "orders.v2"}


@pytest.mark.parametrize(
    ("selectors", "expected"),
    [
        ((), {*STG, *ORDERS, "base"}),
        (("stg_orders",), {"stg_orders"}),
        (("stg_*",), STG),
        (("*",), {*STG, *ORDERS, "base"}),
        (("orders",), ORDERS),
        (("orders.v2",), {"orders.v2"}),
        (("orders_v2",), {"orders.v2"}),
        (("staging",), STG),
        (("staging.raw",), {"stg_items"}),
        (("shop.staging.*",), STG),
        (("shop",), {*STG, *ORDERS}),
        (("lib.base",), {"base"}),
        (("package:lib",), {"base"}),
        (("tag:daily",), STG),
        (("tag:*ly",), {*STG, "orders.v2"}),
        (("path:models/staging",), STG),
        (("path:models/staging/",), STG),
        (("./models/staging",), STG),
        (("models/*/raw",), {"stg_items"}),
        (("path:models/staging/*.py",), STG),
        (("models/orders_v1.py",), {"orders.v1"}),
        (("orders_v1.py",), {"orders.v1"}),
        (("stg_orders", "base"), {"stg_orders", "base"}),
        (("stg_orders base",), {"stg_orders", "base"}),
        (("tag:daily,tag:core",), {"stg_orders"}),
        (("fqn:stg_orders,tag:daily base",), {"stg_orders", "base"}),
    ],
)
def test_selectors(selectors: tuple[str, ...], expected: set[str]) -> None:
    found = Diagnostics()
    selected = select(MODELS, selectors, found)
    assert {unique_id.split(".", 2)[2] for unique_id in selected} == expected
    assert list(found) == []


def test_a_selector_without_a_match_is_a_warning() -> None:
    found = Diagnostics()
    assert select(MODELS, ["base", "tag:dayly"], found) == {"model.lib.base"}
    [problem] = found
    assert (problem.code.id, problem.severity) == ("BF224", Severity.WARNING)
    assert problem.help == "did you mean 'daily'?"


def test_an_empty_selection_is_an_error() -> None:
    found = Diagnostics()
    assert select(MODELS, ["stg_order"], found) == frozenset()
    [problem] = found
    assert (problem.code.id, problem.help) == ("BF225", "did you mean 'stg_orders'?")


@pytest.mark.parametrize("selector", ["+base", "base+", "@base", "tags:daily", "tag:", "base,", "state:new"])
def test_selectors_that_cannot_be_understood(selector: str) -> None:
    found = Diagnostics()
    select(MODELS, [selector], found)
    assert [problem.code.id for problem in found] == ["BF223"]
