"""Deployed jobs as SQL functions of Unity Catalog."""
