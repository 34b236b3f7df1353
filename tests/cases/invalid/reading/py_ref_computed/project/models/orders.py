def model(dbt, session):
    dbt.ref(f'orders_{1}')
    dbt.ref('a' + 'b')
    dbt.ref(*NAMES)
    dbt.source('raw', TABLE)
    dbt.ref('orders', version=LATEST)
    return 1
