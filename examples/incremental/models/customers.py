import pyspark.sql.functions as F


def model(dbt, session):
    orders = dbt.ref("orders")
    return orders.groupBy("customer").agg(F.count("*").alias("orders"), F.sum("amount").alias("amount"))
