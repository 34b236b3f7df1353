def model(dbt, session):
    return session.range(1)
