def model(dbt, session):
    customers = dbt.source("raw", "customers")
    return customers.selectExpr("id AS customer_id", "lower(email) AS email", "created_at AS joined_at")
