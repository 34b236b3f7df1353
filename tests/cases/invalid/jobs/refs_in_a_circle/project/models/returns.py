def model(dbt, session):
    return dbt.ref("middle").union(dbt.ref("ranked"))
