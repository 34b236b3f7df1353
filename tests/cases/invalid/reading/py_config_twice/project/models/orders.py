def model(dbt, session):
    dbt.config({'tags': ['a'], 'tags': ['b']})
    return 1
