"""Fixtures for pytest: ``pytest_plugins = ["brickform.testing.fixtures"]`` in a top-level conftest.py."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from brickform.testing.local_workspace.server import LocalWorkspace


@pytest.fixture
def local_workspace() -> Iterator[LocalWorkspace]:
    """Give a workspace of its own to a test."""
    with LocalWorkspace() as workspace:
        yield workspace
