def model(context, session):
    return 1
