def model(dbt, session):
    return 1


def model(dbt, session):
    return 2
