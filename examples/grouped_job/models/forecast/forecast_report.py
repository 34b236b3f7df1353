def model(dbt, session):
    plan = dbt.ref("purchase_plan").groupBy("region").sum("kwh", "cost").toDF("region", "kwh", "cost")
    forecast = dbt.ref("load_forecast").groupBy("region").agg({"day": "max"}).toDF("region", "last_day")
    meters = dbt.ref("meter_profiles").groupBy("region").count().toDF("region", "meters")
    return plan.join(forecast, "region").join(meters, "region")
