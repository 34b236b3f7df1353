def model(dbt, session):
    dbt.config({1: 'a', **OTHER, NAME: 'b'})
    return 1
