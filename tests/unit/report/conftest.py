"""Which tests a Python cannot have."""

from __future__ import annotations

import sys

# the package that holds the schema of SARIF is for Python 3.11 and newer
collect_ignore = ["test_sarif_schema.py"] if sys.version_info < (3, 11) else []
