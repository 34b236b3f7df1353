def model(dbt, session):
    readings = dbt.ref("readings_clean").join(dbt.ref("weather_clean"), ["region", "hour"])
    calendar = dbt.ref("holiday_calendar")
    return readings.join(calendar, readings.hour.cast("date") == calendar.day, "left")
