def model(dbt, session):
    dbt.config(submission_method="workflow_job", python_job_config={"max_retries": 2, "existing_job_id": 7})
    return session.range(1)
