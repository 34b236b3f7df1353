"""Test against a Databricks workspace without an account; needs the extra ``brickform[testing]``."""

from __future__ import annotations

from brickform.testing.local_workspace.application import RecordedRequest
from brickform.testing.local_workspace.runs.script import (
    Attempt,
    Ending,
    RunScript,
    ends,
    fails,
    never_ends,
    succeeds,
    times_out,
)
from brickform.testing.local_workspace.server import LocalWorkspace, run_local_workspace
from brickform.testing.local_workspace.state import State

__all__ = [
    "Attempt",
    "Ending",
    "LocalWorkspace",
    "RecordedRequest",
    "RunScript",
    "State",
    "ends",
    "fails",
    "never_ends",
    "run_local_workspace",
    "succeeds",
    "times_out",
]
