def model(dbt, session):
    return dbt.source("raw", "weather").where("temperature BETWEEN -60 AND 60")
