"""Points this process at a local workspace, and stops its clock."""

from __future__ import annotations

import os

import pytest

from brickform.testing import LocalWorkspace
from brickform.workspace.clock import SystemClock
from support.fake_clock import FakeClock


def point_at(workspace: LocalWorkspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let credentials lead to this workspace, and to no other."""
    wanted = workspace.isolated_environment(os.environ)
    for name in os.environ.keys() - wanted.keys():
        monkeypatch.delenv(name)
    for name, value in wanted.items():
        monkeypatch.setenv(name, value)


def stop_clock(monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    """Let time pass only where somebody sleeps, and at once."""
    clock = FakeClock()
    monkeypatch.setattr(SystemClock, "sleep", lambda _, seconds: clock.sleep(seconds))
    monkeypatch.setattr(SystemClock, "monotonic", lambda _: clock.monotonic())
    return clock
