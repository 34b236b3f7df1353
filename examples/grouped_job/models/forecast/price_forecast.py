def model(dbt, session):
    prices = dbt.ref("market_prices").join(dbt.ref("weather_clean"), "hour")
    return prices.selectExpr("region", "hour", "price + 0.02 * (18 - temperature) AS price")
