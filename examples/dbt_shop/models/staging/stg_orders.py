from pyspark.sql import functions as F


def model(dbt, session):
    orders = dbt.source("raw", "orders")
    return orders.select(
        F.col("id").alias("order_id"),
        F.col("customer").alias("customer_id"),
        F.to_date("created_at").alias("ordered_on"),
        F.upper("country").alias("country"),
    )
