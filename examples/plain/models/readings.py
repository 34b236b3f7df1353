from pyspark.sql import functions as F


def model(dbt, session):
    stations = dbt.ref("stations")
    readings = session.range(24).withColumnRenamed("id", "hour")
    return stations.select("code").crossJoin(readings).withColumn("celsius", F.lit(12.5))
