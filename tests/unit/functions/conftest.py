"""A workspace for each test, and a client for it whose time does not pass by itself."""

from __future__ import annotations

import random

import pytest

from brickform.testing import LocalWorkspace
from brickform.testing.fixtures import local_workspace
from brickform.workspace.client import Workspace
from brickform.workspace.retries import Retries
from support.fake_clock import FakeClock
from support.pointing import point_at

__all__ = ["local_workspace"]


@pytest.fixture
def workspace(local_workspace: LocalWorkspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    point_at(local_workspace, monkeypatch)
    return Workspace(retries=Retries(clock=FakeClock(), chance=random.Random(0)), http_timeout_seconds=10)
