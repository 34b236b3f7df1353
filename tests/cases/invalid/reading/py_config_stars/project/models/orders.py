def model(dbt, session):
    dbt.config(materialized='table', **OPTIONS)
    return 1
