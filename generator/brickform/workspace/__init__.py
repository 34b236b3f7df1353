"""Starts, watches and stops runs in a workspace; the only room with a network.

databricks-sdk signs the requests and finds the credentials; what it would do beyond that (retries of its own,
enums that lose unknown words) is left out: answers are read as the JSON that the workspace sent.
"""
