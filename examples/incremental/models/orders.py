def model(dbt, session):
    return dbt.source("raw", "orders").select("order_id", "customer", "ordered_on", "status", "updated_at", "amount")
