# Databricks notebook source
# Registers the functions without a warehouse. Needs CREATE FUNCTION on the schema, and the connection (see permissions.sql).

dbutils.widgets.text("catalog", "main")
dbutils.widgets.text("schema", "ops")
dbutils.widgets.text("job", "orders_daily")

# COMMAND ----------

from brickform.functions import WantedJob, register

types = {"start_date": "DATE", "full_refresh": "BOOLEAN"}
names = register(
    spark=spark,
    catalog=dbutils.widgets.get("catalog"),
    schema=dbutils.widgets.get("schema"),
    jobs=[WantedJob(dbutils.widgets.get("job"), types=types)],
)

# COMMAND ----------

for name in names:
    print(name)
