def model(dbt, session):
    return session.table("raw.orders")
