"""A made-up dbt project of any size, the same on every machine: ``shop_project.py FOLDER MODELS``."""

from __future__ import annotations

import sys
from pathlib import Path

DBT_PROJECT = """\
name: bench_shop
version: "1.0"
profile: bench
model-paths: [models]
vars:
  node_type: i3.xlarge
"""

PROFILES = """\
bench:
  target: dev
  outputs:
    dev:
      type: databricks
      host: https://example.cloud.databricks.com
      http_path: /sql/1.0/warehouses/abc
      token: not-a-secret
      catalog: main
      schema: shop
"""

PROPERTIES = """\
  - name: {name}
    config:
      submission_method: workflow_job
      materialized: table
      packages: ["pandas", "numpy==1.24.0"]
      job_cluster_config:
        spark_version: "15.4.x-scala2.12"
        node_type_id: "{{{{ var('node_type') }}}}"
        autoscale: {{min_workers: 1, max_workers: 4}}
      python_job_config:
        timeout_seconds: 3600
        max_retries: 2
        email_notifications: {{on_failure: ["data@example.com"]}}
        additional_task_settings: {{task_key: "{name}"}}
        post_hook_tasks:
          - task_key: optimize
            depends_on: [{{task_key: "{name}"}}]
            notebook_task: {{notebook_path: "/Shared/optimize", source: "WORKSPACE"}}
        grants:
          view: [{{group_name: "marketing"}}]
          manage: [{{group_name: "data"}}]
"""

SHORT_MODEL = """\
import pyspark.sql.functions as F


def model(dbt, session):
    dbt.config(tags=["nightly"])
    orders = session.table("samples.tpch.orders")
    return orders.groupBy("o_custkey").agg(F.sum("o_totalprice").alias("total_{number}"))
"""

MODEL = """\
\"\"\"How often and how late the urgent orders of each customer were shipped.

One row a customer who has ordered at all; run it after the load of the night.
\"\"\"

import pyspark.sql.functions as F
from pyspark.sql import DataFrame, Window

URGENT = ("1-URGENT", "2-HIGH")
DAYS_TO_SHIP = 30


def with_delays(orders: DataFrame, items: DataFrame) -> DataFrame:
    delay = F.datediff(F.col("l_shipdate"), F.col("o_orderdate"))
    joined = orders.join(items, orders["o_orderkey"] == items["l_orderkey"], "left")
    return joined.withColumn("delay", delay).withColumn("is_late", delay > DAYS_TO_SHIP)


def latest_by_customer(orders: DataFrame) -> DataFrame:
    newest_first = Window.partitionBy("o_custkey").orderBy(F.col("o_orderdate").desc())
    ranked = orders.withColumn("rank", F.row_number().over(newest_first))
    return ranked.filter(F.col("rank") == 1).select("o_custkey", "o_orderdate", "o_orderstatus")


def model(dbt, session):
    dbt.config(tags=["nightly"])
    orders = session.table("samples.tpch.orders").filter(F.col("o_orderpriority").isin(*URGENT))
    items = session.table("samples.tpch.lineitem")
    totals = (
        with_delays(orders, items)
        .groupBy("o_custkey")
        .agg(
            F.countDistinct("o_orderkey").alias("orders"),
            F.sum(F.col("l_extendedprice") * (1 - F.col("l_discount"))).alias("total_{number}"),
            F.avg("delay").alias("average_delay"),
            F.sum(F.col("is_late").cast("int")).alias("late_items"),
        )
    )
    return totals.join(latest_by_customer(orders), "o_custkey", "left")
"""
"""As long as the median of 112 public dbt Python models: about 1,550 characters; a quarter are below 540."""

MODELS_PER_FOLDER = 50


def model_name(number: int) -> str:
    return f"model_{number:04d}"


def write_project(root: Path, count: int, model: str = MODEL) -> None:
    root.mkdir(parents=True)
    (root / "dbt_project.yml").write_text(DBT_PROJECT)
    (root / "profiles.yml").write_text(PROFILES)
    for first in range(0, count, MODELS_PER_FOLDER):
        folder = root / "models" / f"area_{first // MODELS_PER_FOLDER:02d}"
        folder.mkdir(parents=True)
        numbers = range(first, min(first + MODELS_PER_FOLDER, count))
        entries = "".join(PROPERTIES.format(name=model_name(number)) for number in numbers)
        (folder / "schema.yml").write_text(f"version: 2\nmodels:\n{entries}")
        for number in numbers:
            (folder / f"{model_name(number)}.py").write_text(model.format(number=number))


if __name__ == "__main__":
    write_project(Path(sys.argv[1]), int(sys.argv[2]))
