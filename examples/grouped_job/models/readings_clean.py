def model(dbt, session):
    readings = dbt.source("raw", "readings")
    return readings.dropDuplicates(["meter", "hour"]).where("kwh >= 0")
