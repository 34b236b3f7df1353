def model(dbt, session):
    dbt.ref()
    dbt.ref(1)
    dbt.ref('a', 'b', 'c')
    dbt.ref('a', name='b')
    dbt.source('raw')
    dbt.config.get()
    dbt.config.get(1)
    return 1
