# -*- coding: latin-1 -*-
def model(dbt, session):
    return session.sql("select 'Käse'")
