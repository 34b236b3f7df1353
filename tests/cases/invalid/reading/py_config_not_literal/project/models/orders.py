CLUSTER = "1234-567890-abcde"


def model(dbt, session):
    dbt.config(
        submission_method="workflow_job",
        cluster_id=CLUSTER,
        packages=["pandas", f"numpy=={1}"],
    )
    return session.range(1)
