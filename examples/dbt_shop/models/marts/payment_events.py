def model(dbt, session):
    dbt.config(materialized="incremental", incremental_strategy="append", cluster_id="exploration")
    events = dbt.ref("stg_payments")
    if dbt.is_incremental:
        return events.limit(0)
    return events
