def model(dbt, session):
    orders = dbt.ref("orders"
    return orders
