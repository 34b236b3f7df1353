def model(dbt, session):
    print 'orders'
    return 1
