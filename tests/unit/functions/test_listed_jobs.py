from __future__ import annotations

import pytest

from brickform.errors import UsageError
from brickform.functions.listed_jobs import JobParameter, ListedJob, WantedJob, listed_jobs
from brickform.testing import LocalWorkspace
from brickform.workspace.client import Workspace
from brickform.workspace.errors import WorkspaceError
from support.jobs import create_job

PARAMETERS = [{"name": "day", "default": "today"}, {"name": "full", "default": "1"}]


def test_a_job_with_everything(local_workspace: LocalWorkspace, workspace: Workspace) -> None:
    job_id = create_job(local_workspace, name="Nightly load", description="Loads.", parameters=PARAMETERS)
    assert listed_jobs(workspace, [WantedJob("Nightly load", types={"day": "DATE"})]) == (
        ListedJob(
            job_id,
            "Nightly_load",
            "Nightly load",
            "Loads.",
            (JobParameter("day", "DATE", "today"), JobParameter("full", "STRING", "1")),
        ),
    )


def test_a_type_is_never_guessed_from_a_default(
    local_workspace: LocalWorkspace, workspace: Workspace
) -> None:
    parameters = [{"name": name, "default": name} for name in ("true", "1", "2024-01-01")]
    job_id = create_job(local_workspace, parameters=parameters)
    (job,) = listed_jobs(workspace, [WantedJob(job_id)])
    assert {parameter.type for parameter in job.parameters} == {"STRING"}


def test_what_is_written_goes_before_what_the_job_says(
    local_workspace: LocalWorkspace, workspace: Workspace
) -> None:
    job_id = create_job(local_workspace, description="theirs")
    (job,) = listed_jobs(workspace, [WantedJob(job_id, "orders-v2", "ours")])
    assert (job.key, job.description, job.parameters) == ("orders_v2", "ours", ())


def test_all_pages_of_parameters(local_workspace: LocalWorkspace, workspace: Workspace) -> None:
    parameters = [{"name": f"p{number}", "default": ""} for number in range(250)]
    job_id = create_job(local_workspace, parameters=parameters)
    (job,) = listed_jobs(workspace, [WantedJob(job_id)])
    assert [parameter.name for parameter in job.parameters] == [entry["name"] for entry in parameters]


def test_a_job_is_listed_once_and_in_order(local_workspace: LocalWorkspace, workspace: Workspace) -> None:
    first, second = create_job(local_workspace, name="b"), create_job(local_workspace, name="a")
    wanted = [WantedJob(first, description="one"), WantedJob("a"), WantedJob("b", description="two")]
    listed = [(job.job_id, job.description) for job in listed_jobs(workspace, wanted)]
    assert listed == [(first, "one"), (second, "")]


@pytest.mark.parametrize(
    ("name", "key"),
    [("dbt__main-shop-orders", "dbt__main_shop_orders"), ("2024 load", "job_2024_load"), ("$$`'", "job")],
)
def test_a_name_becomes_an_identifier(
    local_workspace: LocalWorkspace, workspace: Workspace, name: str, key: str
) -> None:
    (job,) = listed_jobs(workspace, [WantedJob(create_job(local_workspace, name=name))])
    assert job.key == key


def test_a_parameter_that_is_not_declared(local_workspace: LocalWorkspace, workspace: Workspace) -> None:
    job_id = create_job(local_workspace, parameters=PARAMETERS)
    with pytest.raises(UsageError, match=r"'nightly' declares no parameter 'dya'; did you mean 'day'\?"):
        listed_jobs(workspace, [WantedJob(job_id, types={"dya": "DATE"})])


def test_two_jobs_under_one_key(local_workspace: LocalWorkspace, workspace: Workspace) -> None:
    for name in ("load a", "Load-A"):
        create_job(local_workspace, name=name)
    with pytest.raises(UsageError, match=r"two jobs would be called 'Load_A': 'load a' .* and 'Load-A'"):
        listed_jobs(workspace, [WantedJob("load a"), WantedJob("Load-A")])


def test_a_job_that_is_not_there(workspace: Workspace) -> None:
    with pytest.raises(WorkspaceError, match="there is no job named 'nightly'"):
        listed_jobs(workspace, [WantedJob("nightly")])
