def model(dbt, session):
    dbt.config(materialized="table", submission_method="workflow_job")
    return session.range(1000).selectExpr("id AS invoice_id", "rand(7) * 500 AS amount")
