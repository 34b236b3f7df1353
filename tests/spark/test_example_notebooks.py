"""The notebooks of the examples as they are generated, one after the other, twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from spark.conftest import Workspace

EXAMPLES = Path(__file__).parents[2] / "examples"
DATABRICKS_ONLY = {"customers"}
"""Its grants and tags are for Unity Catalog; what it runs is parsed in tests/unit/notebook."""

Rows = list[tuple[Any, ...]]


class Example:
    """The generated notebooks of one example, and the schemas that they use."""

    def __init__(self, spark: Any, folder: str) -> None:
        files = EXAMPLES.joinpath(folder).glob("**/*.py")
        self.notebooks = {file.stem: file.read_text(encoding="utf-8") for file in files}
        self._spark = spark

    def build(self, *names: str) -> None:
        for name in names:
            Workspace(self._spark, "").run_text(self.notebooks[name])


@pytest.fixture
def lakehouse(spark: Any) -> Iterator[Any]:
    """Spark, with no schema left over after the test."""
    yield spark
    for schema in spark.catalog.listDatabases():
        if schema.name != "default":
            spark.sql(f"DROP SCHEMA {schema.name} CASCADE")


def rows(spark: Any, table: str, *columns: str) -> Rows:
    return sorted((tuple(row) for row in spark.table(table).select(*columns).collect()), key=repr)


def test_every_notebook_of_the_examples_is_run_here() -> None:
    generated = {file.stem for file in EXAMPLES.glob("*/expected/terraform/*/notebooks/**/*.py")}

    assert generated - DATABRICKS_ONLY == {
        *("stations", "readings"),
        *("on_cluster", "in_notebook", "on_serverless", "with_environment"),
        *("invoices", "device_sessions"),
        *("stg_customers", "stg_orders", "stg_payments", "orders", "payment_events", "daily_revenue"),
        *("country_ranking", "customer_features", "churn_scores"),
        *("orders_by_day", "revenue", "order_log"),
        *("readings_clean", "weather_clean", "holiday_calendar", "market_prices", "meter_profiles"),
        *("load_features", "load_forecast", "price_forecast", "purchase_plan", "forecast_report"),
    }


def test_plain(lakehouse: Any) -> None:
    example = Example(lakehouse, "plain/expected/bundle/src/dev")
    for times in (1, 2):
        example.build("stations", "readings")
        stations = [("GVA", 46.24, 6.11), ("LUG", 46.0, 8.91), ("ZRH", 47.45, 8.56)]
        assert rows(lakehouse, "main.stations", "*") == stations
        readings = [(code, hour, 12.5) for code, *_ in stations for hour in range(24)] * times
        assert rows(lakehouse, "main.readings", "code", "hour", "celsius") == sorted(readings, key=repr)


@pytest.mark.parametrize("name", ["on_cluster", "in_notebook", "on_serverless", "with_environment"])
def test_packages(lakehouse: Any, name: str) -> None:
    example = Example(lakehouse, "packages/expected/bundle/src")
    for _ in range(2):
        example.build(name)
        found = rows(lakehouse, f"forecasts.{name}", "day", "value")
        assert sorted(found) == [(day, pytest.approx(day / 29)) for day in range(30)]


def test_reusable_cluster(lakehouse: Any) -> None:
    example = Example(lakehouse, "reusable_cluster/expected/bundle/src")
    for _ in range(2):
        example.build("invoices")
        found = rows(lakehouse, "billing.invoices", "invoice_id", "amount")
        assert sorted(number for number, _ in found) == list(range(1000))
        assert all(0 <= amount < 500 for _, amount in found)


def test_workflow_job(lakehouse: Any) -> None:
    example = Example(lakehouse, "workflow_job/expected/bundle/src")
    events = {1: at("00:29"), 2: at("00:31")}
    for added in ({}, {}, {2: at("00:31"), 3: at("23:59")}):
        events |= added
        columns = "event_id int, received_at timestamp"
        Workspace(lakehouse, "raw_telemetry").save("device_events", [*events.items()], columns)
        example.build("device_sessions")
        expected = [(number, moment.timestamp() // 1800) for number, moment in events.items()]
        assert rows(lakehouse, "telemetry.device_sessions", "event_id", "session_bucket") == expected


def at(time: str) -> datetime:
    return datetime.fromisoformat(f"2025-01-01T{time}:00+00:00")


@pytest.mark.filterwarnings("ignore")  # what pandas on Spark says about itself
def test_dbt_shop(lakehouse: Any) -> None:
    raw = Workspace(lakehouse, "raw_shop")
    raw.save("customers", [(7, "A@x.org", 1), (8, "b@x.org", 2)], "id int, email string, created_at int")
    orders = [(1, 7, "2025-01-01 10:00:00", "ch"), (2, 7, "2025-01-01 11:00:00", "de")]
    raw.save("orders", orders, "id int, customer int, created_at string, country string")
    payments = [(1, 1050, "CHF"), (1, 50, "CHF"), (2, 300, "EUR")]
    raw.save("payments_v2", payments, "order_id int, amount_cents int, currency string")
    Workspace(lakehouse, "analytics").save(
        "currencies", [("CH", "CHF"), ("DE", "EUR")], "country string, currency string"
    )
    Workspace(lakehouse, "analytics_marts").save(
        "countries", [("CH", 11e6), ("DE", 3e6), ("AT", 0.0)], "country string, revenue double"
    )
    example = Example(lakehouse, "dbt_shop/expected/bundle/src/dev")
    staging, marts, features = "analytics_staging", "analytics_marts", "analytics_features"
    for _ in range(2):
        example.build("stg_customers", "stg_orders", "stg_payments", "orders", "payment_events")
        example.build("daily_revenue", "country_ranking", "customer_features", "churn_scores")

        day = date(2025, 1, 1)
        assert rows(lakehouse, f"{staging}.stg_customers", "*") == [(7, "a@x.org", 1), (8, "b@x.org", 2)]
        paid = [(1, 0.5, "CHF"), (1, 10.5, "CHF"), (2, 3.0, "EUR")]
        assert rows(lakehouse, f"{staging}.stg_payments", "*") == paid
        assert rows(lakehouse, f"{marts}.payment_events", "*") == paid
        columns = ("order_id", "customer_id", "ordered_on", "country", "paid")
        assert rows(lakehouse, f"{marts}.orders", *columns) == [
            (1, 7, day, "CH", 11.0),
            (2, 7, day, "DE", 3.0),
        ]
        revenue = rows(lakehouse, f"{marts}.daily_revenue", "country", "ordered_on", "revenue", "currency")
        assert revenue == [("CH", day, 11.0, "CHF"), ("DE", day, 3.0, "EUR")]
        ranking = [("CH", 11e6), ("DE", 3e6)]
        assert rows(lakehouse, f"{marts}.country_ranking", "*") == ranking
        features_of = rows(lakehouse, f"{features}.customer_features", "customer_id", "orders", "paid")
        assert features_of == [(7, 2, 14.0), (8, None, None)]
        scores = rows(lakehouse, f"{features}.churn_scores", "customer_id", "churn_score")
        assert scores == [(7, pytest.approx(1 / 3)), (8, 1.0)]


EVENT_COLUMNS = "order_id int, customer string, ordered_on date, status string, updated_at int, amount double"
Event = tuple[int, str, date, str, int, float]


def newest_states(seen: list[list[Event]]) -> Rows:
    """Work through the events as the merge of `orders` promises it."""
    table: dict[int, Event] = {}
    for events in seen:
        for event in events:
            old = table.get(event[0])
            if old is None:
                table[event[0]] = event
            elif event[4] > old[4]:
                table[event[0]] = (*event[:2], old[2], *event[3:])
        table = {key: event for key, event in table.items() if event[3] != "gone"}
    return sorted(table.values())


def test_incremental(lakehouse: Any) -> None:
    first, second, third = (date(2025, 3, day) for day in (1, 2, 3))
    runs: list[list[Event]] = [
        [(1, "a", first, "paid", 1, 10.0), (2, "b", second, "open", 2, 20.0)],
        [(1, "a", first, "paid", 1, 10.0), (2, "b", second, "open", 2, 20.0)],
        [(1, "a", third, "gone", 5, 0.0), (2, "b", third, "paid", 6, 21.0), (3, "c", third, "paid", 7, 5.0)],
    ]
    example = Example(lakehouse, "incremental/expected/bundle/src")
    raw = Workspace(lakehouse, "raw_sales")
    for number, events in enumerate(runs, 1):
        raw.save("orders", events, EVENT_COLUMNS)
        example.build("orders", "orders_by_day", "revenue", "order_log")
        found = rows(
            lakehouse,
            "sales.orders",
            *("order_id", "customer", "ordered_on", "status", "updated_at", "amount"),
        )
        assert sorted(found) == newest_states(runs[:number])

    assert rows(lakehouse, "sales.orders_by_day", "ordered_on", "orders") == [
        (first, 1),
        (second, 1),
        (third, 3),
    ]
    assert rows(lakehouse, "sales.revenue", "ordered_on", "revenue") == [(first, 10.0), (third, 26.0)]
    log = sorted({(event[0], event[3], event[4]) for events in runs for event in events})
    assert rows(lakehouse, "sales.order_log", "order_id", "status", "updated_at") == log
    assert lakehouse.catalog.getTable("sales.orders").description == "Every order with its newest state."


def test_grouped_job(lakehouse: Any) -> None:
    ten, eleven, day = (
        *map(datetime.fromisoformat, ("2025-01-01T10:00", "2025-01-01T11:00")),
        date(2025, 1, 1),
    )
    raw = Workspace(lakehouse, "raw")
    readings = [("m1", "north", ten, 5.0), ("m2", "north", ten, 3.0), ("m3", "south", eleven, 7.0)]
    wrong = [readings[0], ("m4", "south", eleven, -1.0)]
    raw.save("readings", [*readings, *wrong], "meter string, region string, hour timestamp, kwh double")
    weather = [("north", ten, 10.0), ("south", eleven, 20.0), ("south", ten, 99.0)]
    raw.save("weather", weather, "region string, hour timestamp, temperature double")
    raw.save("prices", [(ten, 100.0), (ten, 50.0), (eleven, 40.0)], "hour timestamp, price double")
    raw.save("holidays", [(day,)], "day date")
    example = Example(lakehouse, "grouped_job/expected/bundle/src")
    for _ in range(2):
        example.build("readings_clean", "weather_clean", "holiday_calendar", "market_prices")
        example.build("load_features", "meter_profiles", "price_forecast")
        build_sql(lakehouse, "regional_load", "regional_load_daily")
        example.build("load_forecast")
        build_sql(lakehouse, "forecast/hedged_load")
        example.build("purchase_plan", "forecast_report")

        assert rows(lakehouse, "energy.load_features", "meter", "kwh", "temperature", "national") == [
            ("m1", 5.0, 10.0, True),
            ("m2", 3.0, 10.0, True),
            ("m3", 7.0, 20.0, True),
        ]
        assert rows(lakehouse, "energy.meter_profiles", "*") == [
            (region, meter, kwh, hour) for meter, region, hour, kwh in readings
        ]
        columns = ("region", "kwh", "cost", "last_day", "meters")
        assert rows(lakehouse, "energy.forecast_report", *columns) == [
            ("north", 8.0, pytest.approx(8 * (75 + 0.02 * 8)), day, 2),
            ("south", 7.0, pytest.approx(7 * (40 - 0.02 * 2)), day, 1),
        ]


def build_sql(spark: Any, *models: str) -> None:
    """Build what dbt builds between the tasks of the grouped job."""
    for model in models:
        sql = (EXAMPLES / "grouped_job" / "models" / f"{model}.sql").read_text(encoding="utf-8")
        query = re.sub(r"\{\{ ref\('(\w+)'\) \}\}", r"energy.\1", sql)
        spark.sql(f"CREATE OR REPLACE TABLE energy.{Path(model).name} USING delta AS {query}")
