from __future__ import annotations

from typing import Any

import pytest
from databricks.sdk import WorkspaceClient
from databricks.sdk.errors import InvalidParameterValue, ResourceDoesNotExist
from databricks.sdk.service import iam
from databricks.sdk.service.workspace import ImportFormat

ME = "someone@example.com"
OWNER = {"user_name": ME, "permission_level": "IS_OWNER"}
ADMINS = {"group_name": "admins"}


@pytest.fixture
def job(client: WorkspaceClient) -> str:
    return str(client.jobs.create(name="orders").job_id)


def call(client: WorkspaceClient, method: str, path: str, *entries: dict[str, str]) -> Any:
    body = None if method == "GET" else {"access_control_list": list(entries)}
    return client.api_client.do(method, f"/api/2.0/permissions/{path}", body=body)


def direct(answer: Any) -> dict[str, str]:
    return {
        next(
            entry[kind] for kind in ("user_name", "group_name", "service_principal_name") if kind in entry
        ): one["permission_level"]
        for entry in answer["access_control_list"]
        for one in entry["all_permissions"]
        if not one["inherited"]
    }


def test_new_job_has_its_creator_as_owner_and_inherits_admins(client: WorkspaceClient, job: str) -> None:
    inherited = {"permission_level": "CAN_MANAGE", "inherited": True, "inherited_from_object": ["/jobs/"]}
    assert call(client, "GET", f"jobs/{job}") == {
        "object_id": f"/jobs/{job}",
        "object_type": "job",
        "access_control_list": [
            {"user_name": ME, "all_permissions": [{"permission_level": "IS_OWNER", "inherited": False}]},
            {"group_name": "admins", "all_permissions": [inherited]},
        ],
    }


def test_put_replaces_and_patch_adds(client: WorkspaceClient, job: str) -> None:
    view = {"group_name": "data", "permission_level": "CAN_VIEW"}
    run = {"user_name": "ann@example.com", "permission_level": "CAN_MANAGE_RUN"}
    assert direct(call(client, "PUT", f"jobs/{job}", OWNER, view)) == {ME: "IS_OWNER", "data": "CAN_VIEW"}
    assert direct(call(client, "PATCH", f"jobs/{job}", run)) == {
        ME: "IS_OWNER",
        "data": "CAN_VIEW",
        "ann@example.com": "CAN_MANAGE_RUN",
    }
    assert direct(call(client, "PUT", f"jobs/{job}", OWNER)) == {ME: "IS_OWNER"}


@pytest.mark.parametrize(
    "entries",
    [
        [],
        [{"group_name": "data", "permission_level": "CAN_VIEW"}],
        [OWNER, {"user_name": "ann@example.com", "permission_level": "IS_OWNER"}],
    ],
)
def test_a_job_has_exactly_one_owner(
    client: WorkspaceClient, job: str, entries: list[dict[str, str]]
) -> None:
    with pytest.raises(InvalidParameterValue, match=r"The job must have exactly one owner\."):
        call(client, "PUT", f"jobs/{job}", *entries)
    assert direct(call(client, "GET", f"jobs/{job}")) == {ME: "IS_OWNER"}


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ([OWNER, {"user_name": ME, "permission_level": "CAN_MANAGE"}], "ambiguous"),
        ([{"group_name": "data", "permission_level": "IS_OWNER"}], "cannot own a job"),
        ([{"group_name": "data", "permission_level": "CAN_READ"}], "not supported for object type job"),
        ([{"group_name": "a", "user_name": "b", "permission_level": "CAN_VIEW"}], "Exactly one of"),
        ([{"permission_level": "CAN_VIEW"}], "Exactly one of"),
    ],
)
def test_refused_entries(
    client: WorkspaceClient, job: str, entries: list[dict[str, str]], message: str
) -> None:
    with pytest.raises(InvalidParameterValue, match=message):
        call(client, "PUT", f"jobs/{job}", *entries)


def test_the_highest_level_of_a_principal_counts(client: WorkspaceClient, job: str) -> None:
    levels = ("CAN_MANAGE_RUN", "CAN_MANAGE", "CAN_VIEW")
    entries = [{"group_name": "data", "permission_level": level} for level in levels]
    assert direct(call(client, "PUT", f"jobs/{job}", OWNER, *entries))["data"] == "CAN_MANAGE"


def test_the_owner_is_whom_a_job_runs_as(client: WorkspaceClient, job: str) -> None:
    call(client, "PUT", f"jobs/{job}", {"service_principal_name": "abc", "permission_level": "IS_OWNER"})
    assert client.jobs.get(int(job)).run_as_user_name == "abc"


def test_permissions_end_with_their_job(client: WorkspaceClient, job: str) -> None:
    client.jobs.delete(int(job))
    with pytest.raises(ResourceDoesNotExist, match="does not exist"):
        call(client, "GET", f"jobs/{job}")


def test_notebooks_inherit_from_their_folders(client: WorkspaceClient) -> None:
    folder = f"/Users/{ME}/jobs"
    client.workspace.mkdirs(folder)
    client.workspace.upload(
        f"{folder}/orders.py", b"# Databricks notebook source\n", format=ImportFormat.AUTO
    )
    ids = {path: client.workspace.get_status(path).object_id for path in (folder, f"{folder}/orders")}
    entry = {"group_name": "data", "permission_level": "CAN_RUN"}
    call(client, "PUT", f"directories/{ids[folder]}", entry)
    answer = call(client, "GET", f"notebooks/{ids[f'{folder}/orders']}")
    assert answer["object_type"] == "notebook"
    assert direct(answer) == {}
    sources = {
        entry.get("user_name") or entry["group_name"]: entry["all_permissions"][0]["inherited_from_object"]
        for entry in answer["access_control_list"]
    }
    home = client.workspace.get_status(f"/Users/{ME}").object_id
    assert sources == {
        "data": [f"/directories/{ids[folder]}"],
        ME: [f"/directories/{home}"],
        "admins": ["/directories/"],
    }


@pytest.mark.parametrize("collection", ["directories", "files"])
def test_an_id_belongs_to_one_kind_of_object(client: WorkspaceClient, collection: str) -> None:
    client.workspace.upload("/Shared/orders.py", b"# Databricks notebook source\n", format=ImportFormat.AUTO)
    object_id = client.workspace.get_status("/Shared/orders").object_id
    with pytest.raises(ResourceDoesNotExist):
        call(client, "GET", f"{collection}/{object_id}")


def test_levels_of_a_cluster(client: WorkspaceClient) -> None:
    wait = client.clusters.create(spark_version="15.4.x-scala2.12", node_type_id="i3.xlarge", num_workers=1)
    cluster_id = str(wait.cluster_id)
    levels = client.clusters.get_permission_levels(cluster_id).permission_levels or []
    assert [level.permission_level.value for level in levels if level.permission_level] == [
        "CAN_ATTACH_TO",
        "CAN_RESTART",
        "CAN_MANAGE",
    ]
    assert client.permissions.get("clusters", cluster_id).object_type == "cluster"
    request = iam.AccessControlRequest(group_name="data", permission_level=iam.PermissionLevel.CAN_RESTART)
    updated = client.permissions.update("clusters", cluster_id, access_control_list=[request])
    assert {entry.group_name or entry.user_name for entry in updated.access_control_list or []} == {
        "data",
        ME,
        "admins",
    }
