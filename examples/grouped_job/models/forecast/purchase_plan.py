def model(dbt, session):
    return dbt.ref("hedged_load").selectExpr("region", "day", "kwh", "kwh * price AS cost")
