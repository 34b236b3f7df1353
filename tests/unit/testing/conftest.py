"""A workspace for each test, and databricks-sdk pointed at it."""

from __future__ import annotations

import os

import pytest
from databricks.sdk import WorkspaceClient
from databricks.sdk.core import Config

from brickform.testing import LocalWorkspace
from brickform.testing.fixtures import local_workspace

__all__ = ["local_workspace"]


@pytest.fixture
def client(local_workspace: LocalWorkspace, monkeypatch: pytest.MonkeyPatch) -> WorkspaceClient:
    wanted = local_workspace.isolated_environment(os.environ)
    for name in os.environ.keys() - wanted.keys():
        monkeypatch.delenv(name)
    for name, value in wanted.items():
        monkeypatch.setenv(name, value)
    return WorkspaceClient(config=Config(retry_timeout_seconds=5, http_timeout_seconds=10))
