"""Runs of jobs and one-time runs: how they start, move on, end, and are told of."""
