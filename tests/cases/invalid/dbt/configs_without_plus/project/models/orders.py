def model(dbt, session):
    dbt.config(submission_method="workflow_job")
    return session.range(1)
