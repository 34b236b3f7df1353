"""Resolved models to typed resources, in the shapes of the Jobs API 2.2."""
