from pyspark.sql import functions as F


def model(dbt, session):
    dbt.config(notebook_scoped_libraries=True)
    orders = dbt.ref("orders").groupBy("customer_id").agg(F.count("*").alias("orders"), F.sum("paid").alias("paid"))
    return dbt.ref("stg_customers").join(orders, "customer_id", "left")
