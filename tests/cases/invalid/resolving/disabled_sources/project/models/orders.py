def model(dbt, session):
    dbt.source("crm", "firms")
    dbt.source("crm", "people")
    return dbt.source("raw", "orders")
