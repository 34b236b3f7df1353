"""Test against a Databricks workspace without an account; needs the extra ``brickform[testing]``."""

from __future__ import annotations

from brickform.testing.local_workspace.commands.script import CommandScript, prints, throws
from brickform.testing.local_workspace.faults import (
    TRANSIENT_FAULTS,
    Fault,
    connection_reset,
    expired_token,
    reply_lost,
    server_error,
    slow,
    too_many_requests,
    unavailable,
)
from brickform.testing.local_workspace.recording import RecordedRequest
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
from brickform.testing.local_workspace.server import LocalWorkspace
from brickform.testing.local_workspace.serving import run_local_workspace
from brickform.testing.local_workspace.state import State

__all__ = [
    "TRANSIENT_FAULTS",
    "Attempt",
    "CommandScript",
    "Ending",
    "Fault",
    "LocalWorkspace",
    "RecordedRequest",
    "RunScript",
    "State",
    "connection_reset",
    "ends",
    "expired_token",
    "fails",
    "never_ends",
    "prints",
    "reply_lost",
    "run_local_workspace",
    "server_error",
    "slow",
    "succeeds",
    "throws",
    "times_out",
    "too_many_requests",
    "unavailable",
]
