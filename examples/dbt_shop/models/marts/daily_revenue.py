from pyspark.sql import functions as F


def model(dbt, spark):
    currencies = dbt.ref("currencies")
    revenue = dbt.ref("orders").groupBy("ordered_on", "country").agg(F.sum("paid").alias("revenue"))
    return revenue.join(currencies, "country", "left")
