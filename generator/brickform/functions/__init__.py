"""Deployed jobs as functions that agents and SQL can call."""
