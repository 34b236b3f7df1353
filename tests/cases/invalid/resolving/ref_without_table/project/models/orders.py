def model(dbt, session):
    dbt.ref('daily')
    dbt.ref('weekly')
    dbt.ref('off')
    return 1
