"""The Databricks source notebook of a model: its code, a stand-in for dbt, and the write."""
