"""Jobs are read whole, whatever the pages of the API."""

from __future__ import annotations

import pytest

from brickform.testing import LocalWorkspace
from brickform.testing.fixtures import local_workspace
from brickform.workspace.client import Workspace
from brickform.workspace.existing_jobs import Access, read_job
from brickform.workspace.job_names import list_job_names
from support.jobs import create_job, task
from support.pointing import point_at

__all__ = ["local_workspace"]

MANY = 230


@pytest.fixture(autouse=True)
def _pointed(local_workspace: LocalWorkspace, monkeypatch: pytest.MonkeyPatch) -> None:
    point_at(local_workspace, monkeypatch)


def test_all_pages_of_a_job_are_read(local_workspace: LocalWorkspace) -> None:
    keys = [f"t{number:03}" for number in range(MANY)]
    job_id = create_job(local_workspace, *map(task, keys), tags={"team": "data"})
    job = read_job(Workspace(), job_id)
    assert [one["task_key"] for one in job.settings["tasks"]] == keys
    assert job.settings["tags"] == {"team": "data"}
    assert job.run_as == "someone@example.com"


def test_what_is_inherited_is_left_out(local_workspace: LocalWorkspace) -> None:
    viewers = {"group_name": "data", "permission_level": "CAN_VIEW"}
    job = read_job(Workspace(), create_job(local_workspace, access_control_list=[viewers]))
    assert job.access == (
        Access("group_name", "data", "CAN_VIEW"),
        Access("user_name", "someone@example.com", "IS_OWNER"),
    )


def test_all_names_are_listed(local_workspace: LocalWorkspace) -> None:
    ids = [create_job(local_workspace, name=f"job {number}") for number in range(MANY)]
    assert list_job_names(Workspace()) == {job_id: f"job {number}" for number, job_id in enumerate(ids)}
