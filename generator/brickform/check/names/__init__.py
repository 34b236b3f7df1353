"""Names and keys that have to be there once, and can be had."""
