"""Outputs: files made from the resource graph, not yet on disk."""
