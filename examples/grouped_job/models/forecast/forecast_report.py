def model(dbt, session):
    plan = dbt.ref("purchase_plan").groupBy("region").sum("kwh", "cost")
    return plan.join(dbt.ref("load_forecast"), "region").join(dbt.ref("meter_profiles").limit(1))
