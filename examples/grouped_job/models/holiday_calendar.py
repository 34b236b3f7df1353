import holidays


def model(dbt, session):
    days = dbt.source("raw", "holidays")
    german = [str(day) for day in holidays.Germany(years=range(2020, 2030))]
    return days.withColumn("national", days.day.isin(german))
