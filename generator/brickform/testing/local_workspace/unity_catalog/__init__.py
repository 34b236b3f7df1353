"""The part of Unity Catalog that jobs need to be functions: SQL functions, HTTP connections, grants."""
