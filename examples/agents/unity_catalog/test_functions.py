# Databricks notebook source
# Tests the registered functions. It starts runs of a job: take one that may run at any time.

dbutils.widgets.text("schema", "main.ops")
dbutils.widgets.text("job_id", "")

# COMMAND ----------

import json

spark.sql(f"USE {dbutils.widgets.get('schema')}")
job_id = dbutils.widgets.get("job_id")


def call(function, **arguments):
    """Call a function with parameter markers: no quoting, whatever the arguments hold."""
    written = ", ".join(f"{name} => :{name}" for name in arguments)
    (row,) = spark.sql(f"SELECT {function}({written})", args=arguments).collect()
    return json.loads(row[0])


# COMMAND ----------

# A run is started, and can be looked at.

started = call("trigger_databricks_flow", job_id=job_id)
assert started["success"], started
print(started["run_id"], started["state"], started["run_page_url"])
assert call("get_job_status", run_id=started["run_id"])["success"]

# COMMAND ----------

# Parameters of notebooks, as JSON.

notebook_params = json.dumps({"start_date": "2024-01-01", "full_refresh": "false"})
started = call("trigger_databricks_flow", job_id=job_id, notebook_params=notebook_params)
assert started["success"], started

# COMMAND ----------

# The job's own function, with types.

started = call("run_orders_daily", start_date="2024-01-01", full_refresh="true")
assert started["success"], started

# COMMAND ----------

# Errors are answers, and start nothing.

for wrong in (
    {"job_id": "not-a-number"},
    {"job_id": "1"},
    {"job_id": job_id, "notebook_params": "{not JSON"},
    {"job_id": job_id, "pipeline_params": '{"full_refresh": "perhaps"}'},
):
    refused = call("trigger_databricks_flow", **wrong)
    assert not refused["success"], refused
    print(refused["error_type"], refused["message"])

# COMMAND ----------

# One token, one run.

first = call("trigger_databricks_flow", job_id=job_id, idempotency_token="brickform-test")
second = call("trigger_databricks_flow", job_id=job_id, idempotency_token="brickform-test")
assert first["run_id"] == second["run_id"]
