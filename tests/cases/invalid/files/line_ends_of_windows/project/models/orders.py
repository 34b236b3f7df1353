def model(dbt, session):
    dbt.config(packages=NAMES)
    return 1
