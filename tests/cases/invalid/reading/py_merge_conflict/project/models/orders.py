def model(dbt, session):
<<<<<<< HEAD
    return 1
=======
    return 2
>>>>>>> feature
