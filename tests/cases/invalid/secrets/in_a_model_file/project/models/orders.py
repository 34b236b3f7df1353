def model(dbt, session):
    dbt.config(
        submission_method="workflow_job",
        job_cluster_config={
            "spark_version": "16.4.x-scala2.12",
            "node_type_id": "i3.xlarge",
            "num_workers": 1,
            "spark_env_vars": {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "KEY": "{{secrets/scope/key}}"},
        },
    )
    return session.range(1)
