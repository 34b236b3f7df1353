def model(dbt, session):
    session.range(1)
