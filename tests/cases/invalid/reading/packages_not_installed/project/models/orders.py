def model(dbt, session):
    return dbt.ref('dbt_utils', 'dates')
