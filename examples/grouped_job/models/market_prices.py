def model(dbt, session):
    prices = dbt.source("raw", "prices")
    return prices.groupBy("hour").avg("price").withColumnRenamed("avg(price)", "price")
