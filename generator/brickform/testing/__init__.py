"""Test against a Databricks workspace without an account; needs the extra ``brickform[testing]``."""

from __future__ import annotations

from brickform.testing.local_workspace.application import RecordedRequest
from brickform.testing.local_workspace.server import LocalWorkspace, run_local_workspace
from brickform.testing.local_workspace.state import State

__all__ = ["LocalWorkspace", "RecordedRequest", "State", "run_local_workspace"]
