from pyspark.sql import DataFrame
from pyspark.sql import functions as F


def in_currency_units(payments: DataFrame) -> DataFrame:
    """Payments arrive in cents."""
    return payments.withColumn("amount", F.col("amount_cents") / 100)


def model(dbt, session):
    payments = in_currency_units(dbt.source("raw", "payments"))
    return payments.select("order_id", "amount", "currency")
