def model(dbt, session):
    d = dbt
    configure = dbt.config
    configure(packages=['pandas'])
    return d.ref('orders')
