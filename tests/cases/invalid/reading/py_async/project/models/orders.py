async def model(dbt, session):
    return 1
