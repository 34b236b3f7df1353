"""``brickform functions verify`` against the local workspace."""

from __future__ import annotations

import pytest

from brickform.testing import LocalWorkspace
from brickform.testing.local_workspace.state import Grant
from brickform.workspace.client import Workspace
from support.command import brickform
from support.pointing import stop_clock
from support.registered import APPLICATION_ID, MAKES_CONNECTION, PLACE, WAREHOUSE_ID, create_listed_jobs

ALL = (*PLACE, "--jobs", "orders_daily", "--jobs", "nightly")
GRANT = ("--grant", "data-agents")


@pytest.fixture(autouse=True)
def pointed(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


def register(*more: str) -> None:
    done = brickform("functions", "register", *ALL, *MAKES_CONNECTION, "--warehouse-id", WAREHOUSE_ID, *more)
    assert done.code == 0, done.err


def problems() -> list[str]:
    done = brickform("functions", "verify", *ALL)
    found = [line for line in done.out.splitlines() if line.startswith("problem")]
    assert done.code == (1 if found else 0)
    return found


def test_all_is_right(local_workspace: LocalWorkspace) -> None:
    ids = create_listed_jobs(local_workspace)
    register(*GRANT)
    done = brickform("functions", "verify", *ALL)
    assert done.code == 0
    assert done.out.splitlines()[:2] == [
        "ok      main.ops.trigger_databricks_flow: may be used by data-agents",
        "ok      main.ops.run_orders_daily: may be used by data-agents",
    ]
    assert done.out.splitlines()[-3:] == [
        "ok      connection brickform_jobs: may be used by data-agents",
        *(
            f"ok      job {job_id} ({name}): the service principal {APPLICATION_ID} has CAN_MANAGE_RUN"
            for name, job_id in ids.items()
        ),
    ]


def test_nothing_is_there(local_workspace: LocalWorkspace) -> None:
    create_listed_jobs(local_workspace)
    found = problems()
    assert len(found) == 8
    assert found[0] == (
        "problem main.ops.trigger_databricks_flow: is missing, or you may not see it: run register"
    )
    assert found[-1] == (
        "problem connection brickform_jobs: is missing, or you may not see it: give register --client-id"
    )


def test_parameters_have_changed(local_workspace: LocalWorkspace) -> None:
    ids = create_listed_jobs(local_workspace)
    register()
    local_workspace.state.jobs[ids["orders_daily"]].settings["parameters"].pop()
    assert problems() == [
        "problem main.ops.run_orders_daily: has other parameters than the job: run register"
    ]


@pytest.mark.parametrize(
    ("level", "said"),
    [
        ("CAN_MANAGE", "has CAN_MANAGE: CAN_MANAGE_RUN is enough"),
        ("CAN_VIEW", "may not start it: grant CAN_MANAGE_RUN"),
    ],
)
def test_the_service_principal_has_other_rights(
    local_workspace: LocalWorkspace, level: str, said: str
) -> None:
    ids = create_listed_jobs(local_workspace, level)
    register()
    assert problems() == [
        f"problem job {job_id} ({name}): the service principal {APPLICATION_ID} {said}"
        for name, job_id in ids.items()
    ]


def test_rights_of_groups_count(local_workspace: LocalWorkspace) -> None:
    ids = create_listed_jobs(local_workspace)
    register()
    state = local_workspace.state
    state.grants[f"/jobs/{ids['nightly']}"].append(Grant("group_name", "operators", "CAN_MANAGE"))
    assert problems() == []
    state.groups["operators"] = [APPLICATION_ID]
    assert problems() == [
        f"problem job {ids['nightly']} (nightly): the service principal {APPLICATION_ID} "
        "has CAN_MANAGE: CAN_MANAGE_RUN is enough"
    ]


def test_jobs_belong_to_admins_too(local_workspace: LocalWorkspace) -> None:
    ids = create_listed_jobs(local_workspace)
    register()
    local_workspace.state.groups["admins"] = [APPLICATION_ID]
    assert len(problems()) == len(ids)


def test_who_is_to_call_may_call(local_workspace: LocalWorkspace) -> None:
    create_listed_jobs(local_workspace)
    register(*GRANT)
    assert brickform("functions", "verify", *ALL, *GRANT).code == 0
    done = brickform("functions", "verify", *ALL, *GRANT, "--grant", "others")
    assert done.code == 1
    assert done.out.splitlines()[0] == (
        "problem main.ops.trigger_databricks_flow: may not be used by others: run register with --grant"
    )


def test_a_connection_without_a_service_principal(local_workspace: LocalWorkspace) -> None:
    create_listed_jobs(local_workspace)
    register()
    local_workspace.state.connections["brickform_jobs"]["options"].pop("client_id")
    assert problems() == [
        "problem connection brickform_jobs: does not tell its service principal: make one with OAuth M2M"
    ]
