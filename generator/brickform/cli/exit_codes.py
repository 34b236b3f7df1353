"""What the exit code of a command says."""

from __future__ import annotations

DONE = 0
CONFIG_ERRORS = 1
OUT_OF_DATE = 3
RUN_NOT_SUCCESSFUL = 4
WORKSPACE_TROUBLE = 5
INTERRUPTED = 130
