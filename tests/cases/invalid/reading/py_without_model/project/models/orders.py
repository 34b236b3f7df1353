def modell(dbt, session):
    return 1
