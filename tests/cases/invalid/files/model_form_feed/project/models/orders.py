
import os

def model(dbt, session):
    dbt.ref(os)
    return 1
