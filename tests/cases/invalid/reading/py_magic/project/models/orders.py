

# MAGIC %pip install pandas
def model(dbt, session):
    return 1


# COMMAND ----------

X = (
# COMMAND ----------
1)
