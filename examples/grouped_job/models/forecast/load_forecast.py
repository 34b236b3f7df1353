import lightgbm


def model(dbt, session):
    load = dbt.ref("regional_load_daily").toPandas()
    known = load.dropna(subset=["kwh"])
    forecast = lightgbm.LGBMRegressor().fit(known[["region"]], known["kwh"])
    load["forecast"] = forecast.predict(load[["region"]])
    return session.createDataFrame(load)
