import pyspark.sql.functions as F


def model(dbt, session):
    """Count the orders of each day; only the last days can still change."""
    orders = dbt.source("raw", "orders")
    if dbt.is_incremental:
        newest = session.table(str(dbt.this)).agg(F.max("ordered_on")).first()[0]
        orders = orders.where(F.col("ordered_on") >= F.lit(newest))
    return orders.groupBy("ordered_on").agg(F.countDistinct("order_id").alias("orders"))
