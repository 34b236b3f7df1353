"""``brickform.submit``: one run of a model, from a service."""

from __future__ import annotations

from pathlib import Path

import pytest

import brickform
from brickform import LoadOptions, Workspace
from brickform.errors import BrickformError, UsageError
from brickform.testing import LocalWorkspace
from brickform.testing.fixtures import local_workspace
from brickform.workspace.retries import Retries
from support.fake_clock import FakeClock
from support.pointing import point_at

__all__ = ["local_workspace"]

PROJECT = """\
name: shop
models:
  - {name: orders, config: {submission_method: serverless_cluster}}
  - {name: on_cluster, config: {cluster_id: 0101-000001-abc}}
"""


@pytest.fixture
def options(tmp_path: Path) -> LoadOptions:
    (tmp_path / "models").mkdir()
    (tmp_path / "brickform.yml").write_text(PROJECT)
    for name in ("orders", "on_cluster"):
        code = "def model(dbt, session):\n    return session.range(1)\n"
        (tmp_path / "models" / f"{name}.py").write_text(code)
    return LoadOptions(tmp_path)


@pytest.fixture
def workspace(local_workspace: LocalWorkspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    point_at(local_workspace, monkeypatch)
    return Workspace(retries=Retries(clock=FakeClock()))


def test_it_runs(local_workspace: LocalWorkspace, workspace: Workspace, options: LoadOptions) -> None:
    started = brickform.submit("orders", options, workspace=workspace)
    assert isinstance(started, brickform.Started)
    run = brickform.wait(started, workspace=workspace)
    assert run.outcome is brickform.Outcome.SUCCEEDED
    assert local_workspace.state.runs.keys() == {run.run_id}


def test_one_key_is_one_run(workspace: Workspace, options: LoadOptions) -> None:
    first, again = (
        brickform.submit("orders", options, idempotency_key="k", workspace=workspace) for _ in range(2)
    )
    assert (first.run_id, again.reused) == (again.run_id, True)


def test_a_command_cannot_be_left_alone(workspace: Workspace, options: LoadOptions) -> None:
    with pytest.raises(UsageError, match="create_notebook: true"):
        brickform.submit("on_cluster", options, workspace=workspace)


def test_a_project_with_errors(workspace: Workspace, options: LoadOptions) -> None:
    (options.root / "brickform.yml").write_text("name: shop\nmodls: []\n")
    with pytest.raises(BrickformError, match=r"brickform\.yml:2:1: "):
        brickform.submit("orders", options, workspace=workspace)
