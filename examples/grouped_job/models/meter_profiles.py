def model(dbt, session):
    readings = dbt.ref("readings_clean")
    return readings.groupBy("meter").agg({"kwh": "avg", "hour": "max"}).toDF("meter", "kwh", "last_hour")
