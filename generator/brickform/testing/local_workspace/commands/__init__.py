"""Commands on all-purpose clusters: execution contexts, and what is executed in them."""
