def model(dbt, session):
    if session:
        dbt.config(packages=['pandas'])
    return 1
