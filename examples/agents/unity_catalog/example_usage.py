# Databricks notebook source
# How the functions are used. Every call gives its arguments as parameter markers: JSON in an f-string breaks at a quote.

import json

dbutils.widgets.text("schema", "main.ops")
dbutils.widgets.text("job_id", "")
dbutils.widgets.text("python_job_id", "")
dbutils.widgets.text("pipeline_job_id", "")
spark.sql(f"USE {dbutils.widgets.get('schema')}")
job_id = dbutils.widgets.get("job_id")

# COMMAND ----------

# Example 1: start a job

query = "SELECT trigger_databricks_flow(:job_id) AS result"
result = json.loads(spark.sql(query, args={"job_id": job_id}).first()["result"])
print(result)

# COMMAND ----------

# Example 2: parameters of its notebooks

notebook_params = {"start_date": "2024-01-01", "full_refresh": "false"}
query = "SELECT trigger_databricks_flow(:job_id, :notebook_params) AS result"
arguments = {"job_id": job_id, "notebook_params": json.dumps(notebook_params)}
result = json.loads(spark.sql(query, args=arguments).first()["result"])
if result["success"]:
    print(f"Run ID: {result['run_id']}")
    print(f"URL: {result['run_page_url']}")

# COMMAND ----------

# Example 3: arguments of Python tasks

query = "SELECT trigger_databricks_flow(job_id => :job_id, python_params => :python_params) AS result"
arguments = {
    "job_id": dbutils.widgets.get("python_job_id"),
    "python_params": json.dumps(["--mode", "production"]),
}
result = json.loads(spark.sql(query, args=arguments).first()["result"])

# COMMAND ----------

# Example 4: from Python, without Unity Catalog

from brickform.functions import trigger_databricks_flow

result = json.loads(trigger_databricks_flow(job_id=job_id, notebook_params='{"start_date": "2024-01-01"}'))
print(result)

# COMMAND ----------

# Example 5: never twice. All calls with one token start one run between them.

token = "orders-2024-01-01"
query = "SELECT trigger_databricks_flow(job_id => :job_id, idempotency_token => :token) AS result"
arguments = {"job_id": job_id, "token": token}
first = json.loads(spark.sql(query, args=arguments).first()["result"])
second = json.loads(spark.sql(query, args=arguments).first()["result"])
assert first["run_id"] == second["run_id"]

# COMMAND ----------

# Example 6: a pipeline (Delta Live Tables). full_refresh may be true or "true".

query = "SELECT trigger_databricks_flow(job_id => :job_id, pipeline_params => :pipeline_params) AS result"
arguments = {
    "job_id": dbutils.widgets.get("pipeline_job_id"),
    "pipeline_params": json.dumps({"full_refresh": "true"}),
}
result = json.loads(spark.sql(query, args=arguments).first()["result"])

# COMMAND ----------

# Example 7: the job's own function

query = "SELECT run_orders_daily(start_date => DATE'2024-01-01', full_refresh => true) AS result"
result = json.loads(spark.sql(query).first()["result"])

# COMMAND ----------

# Example 8: wait for the end, not for ever

import time

deadline = time.monotonic() + 600
query = "SELECT get_job_status(:run_id) AS result"
while time.monotonic() < deadline:
    status = json.loads(spark.sql(query, args={"run_id": result["run_id"]}).first()["result"])
    if not status["success"] or "result_state" in status:
        break
    time.sleep(10)
print(status.get("result_state"), status.get("state_message"))
