import pandas as pd


def model(dbt, session) -> pd.DataFrame:
    threshold = dbt.config.get("minimum_revenue", 0)
    summary = dbt.ref("country_summary").toPandas()
    ranked = summary[summary["revenue"] > threshold].sort_values("revenue", ascending=False)
    return ranked.reset_index(drop=True)
