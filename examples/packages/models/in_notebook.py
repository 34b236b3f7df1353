import numpy as np


def model(dbt, session):
    dbt.config(materialized="table")
    rows = [(int(day), float(value)) for day, value in enumerate(np.linspace(0.0, 1.0, 30))]
    return session.createDataFrame(rows, "day INT, value DOUBLE")
