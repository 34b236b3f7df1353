def model(dbt, session):
    dbt.config('table')
    dbt.config()
    return 1
