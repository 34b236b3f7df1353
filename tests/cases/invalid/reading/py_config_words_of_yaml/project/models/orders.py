def model(dbt, session):
    dbt.config(full_refresh=true, unique_key=null, tags={'a'})
    return 1
