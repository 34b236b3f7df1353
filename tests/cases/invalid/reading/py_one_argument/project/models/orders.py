def model(dbt):
    return 1
