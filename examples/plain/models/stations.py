STATIONS = [("ZRH", 47.45, 8.56), ("GVA", 46.24, 6.11), ("LUG", 46.00, 8.91)]


def model(dbt, session):
    return session.createDataFrame(STATIONS, "code STRING, latitude DOUBLE, longitude DOUBLE")
