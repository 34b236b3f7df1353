"""A stateful Databricks workspace over real HTTP on loopback, for tests and first tries."""
