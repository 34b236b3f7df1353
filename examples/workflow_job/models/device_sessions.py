import pyspark.sql.functions as F

GAP_SECONDS = 30 * 60


def model(dbt, session):
    """Cut each device's events into sessions wherever it was silent for half an hour."""
    dbt.config(
        materialized="incremental",
        incremental_strategy="merge",
        unique_key="event_id",
        submission_method="workflow_job",
    )

    events = dbt.source("raw", "device_events")
    if dbt.is_incremental:
        newest = session.table(str(dbt.this)).agg(F.max("received_at")).first()[0]
        events = events.where(F.col("received_at") >= F.lit(newest))

    return events.withColumn(
        "session_bucket", F.floor(F.unix_timestamp("received_at") / F.lit(GAP_SECONDS))
    )
