def model(dbt, session):
    dbt.ref('orderz')
    dbt.ref('utils', 'dates')
    dbt.ref('orders', v=2)
    return 1
