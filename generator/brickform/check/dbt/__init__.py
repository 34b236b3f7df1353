"""What dbt would do otherwise."""
