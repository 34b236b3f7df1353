from pyspark.sql import functions as F


def model(dbt, session):
    hours = session.range(24).withColumnRenamed("id", "hour")
    return hours.withColumn("kilowatt_hours", F.lit(0.4))
