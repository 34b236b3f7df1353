def model(dbt, session):
    features = dbt.ref("customer_features")
    return features.selectExpr("customer_id", "1 / (1 + coalesce(orders, 0)) AS churn_score")
