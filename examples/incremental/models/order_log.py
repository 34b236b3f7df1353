import pyspark.sql.functions as F


def model(dbt, session):
    """Keep every state that an order ever had."""
    events = dbt.source("raw", "orders").select("order_id", "status", "updated_at")
    if dbt.is_incremental:
        newest = session.table(str(dbt.this)).agg(F.max("updated_at")).first()[0]
        events = events.where(F.col("updated_at") > F.lit(newest))
    return events
