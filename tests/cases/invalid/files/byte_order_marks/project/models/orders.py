X: int = dbt.ref(1)
def model(dbt, session):
    return 1
