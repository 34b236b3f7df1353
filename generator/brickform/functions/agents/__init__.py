"""Deployed jobs as tools of agents."""
