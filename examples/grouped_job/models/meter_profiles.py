from pyspark.sql import functions as F


def model(dbt, session):
    readings = dbt.ref("readings_clean").groupBy("region", "meter")
    return readings.agg(F.avg("kwh").alias("kwh"), F.max("hour").alias("last_hour"))
