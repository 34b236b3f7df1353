def model(dbt, session):
    dbt.config(submission_method="serverless_cluster", packages=["hdbscan==0.8.40"])
    scores = dbt.ref("churn_scores")
    return scores.where("churn_score > 0.5")
