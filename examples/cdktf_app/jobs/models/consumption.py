def model(dbt, session):
    return dbt.ref("readings").groupBy().sum("kilowatt_hours")
