from __future__ import annotations

from typing import Any

import pytest
from databricks.sdk import WorkspaceClient
from databricks.sdk.errors import BadRequest, InvalidParameterValue, ResourceDoesNotExist
from databricks.sdk.service import compute, jobs

from brickform.testing import LocalWorkspace


def notebook_task(key: str, **more: Any) -> dict[str, Any]:
    return {"task_key": key, "notebook_task": {"notebook_path": "/Shared/x"}, **more}


def create(client: WorkspaceClient, **settings: Any) -> int:
    answer = client.api_client.do("POST", "/api/2.2/jobs/create", body=settings)
    assert isinstance(answer, dict)
    return int(answer["job_id"])


def settings_of(client: WorkspaceClient, job_id: int) -> dict[str, Any]:
    answer = client.api_client.do("GET", "/api/2.2/jobs/get", query={"job_id": job_id})
    assert isinstance(answer, dict)
    settings: dict[str, Any] = answer["settings"]
    return settings


def test_create_get_update_reset_delete(client: WorkspaceClient) -> None:
    task = jobs.Task("load", notebook_task=jobs.NotebookTask("/Shared/load"))
    job_id = client.jobs.create(name="orders", tasks=[task], tags={"team": "data"}).job_id
    assert job_id is not None
    client.jobs.update(job_id, new_settings=jobs.JobSettings(timeout_seconds=60), fields_to_remove=["tags"])
    updated = client.jobs.get(job_id)
    assert updated.creator_user_name == updated.run_as_user_name == client.current_user.me().user_name
    assert updated.settings is not None
    assert (updated.settings.name, updated.settings.timeout_seconds, updated.settings.tags) == (
        "orders",
        60,
        None,
    )
    client.jobs.reset(job_id, jobs.JobSettings(name="renamed", tasks=[task]))
    assert settings_of(client, job_id)["timeout_seconds"] == 0
    client.jobs.delete(job_id)
    assert list(client.jobs.list()) == []


def test_job_ids_are_large_and_some_exceed_a_double(client: WorkspaceClient) -> None:
    first, second, third = (create(client, tasks=[]) for _ in range(3))
    assert len(str(first)) == 15
    assert second > 2**53
    assert second != float(second)
    assert third == first + 2
    assert client.jobs.get(second).job_id == second


def test_unknown_job(client: WorkspaceClient) -> None:
    with pytest.raises(ResourceDoesNotExist, match=r"Job 7 does not exist\."):
        client.jobs.get(7)
    for call in (client.jobs.delete, lambda job_id: client.jobs.reset(job_id, jobs.JobSettings())):
        with pytest.raises(InvalidParameterValue, match=r"Job 7 does not exist\."):
            call(7)


def test_get_adds_what_the_api_adds(client: WorkspaceClient) -> None:
    settings = settings_of(
        client,
        create(
            client,
            tasks=[
                notebook_task("c", depends_on=[{"task_key": "b"}, {"task_key": "a"}]),
                notebook_task("a", new_cluster={"num_workers": 1, "apply_policy_default_values": True}),
                {"task_key": "b", "spark_python_task": {"python_file": "x.py", "source": "GIT"}},
            ],
        ),
    )
    assert settings["name"] == "Untitled"
    assert settings["queue"] == {"enabled": True}
    assert settings["email_notifications"] == settings["webhook_notifications"] == {}
    assert settings["timeout_seconds"] == 0
    first, second, third = settings["tasks"]
    assert first["depends_on"] == [{"task_key": "a"}, {"task_key": "b"}]
    assert (first["run_if"], first["timeout_seconds"], first["email_notifications"]) == ("ALL_SUCCESS", 0, {})
    assert first["notebook_task"]["source"] == "WORKSPACE"
    assert second["new_cluster"] == {
        "num_workers": 1,
        "aws_attributes": {"availability": "SPOT_WITH_FALLBACK", "zone_id": "us-west-2a"},
        "data_security_mode": "SINGLE_USER",
        "enable_elastic_disk": False,
    }
    assert third["spark_python_task"]["source"] == "GIT"


def test_what_get_adds_is_not_kept(client: WorkspaceClient, local_workspace: LocalWorkspace) -> None:
    job_id = create(client, name="n", tasks=[notebook_task("a")])
    client.jobs.get(job_id)
    assert local_workspace.state.jobs[job_id].settings["tasks"] == [notebook_task("a")]


def test_source_is_git_with_a_git_source(client: WorkspaceClient) -> None:
    git_source = {"git_url": "https://github.com/a/b", "git_provider": "gitHub", "git_branch": "main"}
    settings = settings_of(client, create(client, git_source=git_source, tasks=[notebook_task("a")]))
    assert settings["tasks"][0]["notebook_task"]["source"] == "GIT"


def test_older_api_does_not_queue(client: WorkspaceClient) -> None:
    answer = client.api_client.do("POST", "/api/2.1/jobs/create", body={"tasks": [notebook_task("a")]})
    assert isinstance(answer, dict)
    assert "queue" not in settings_of(client, answer["job_id"])


def test_tasks_come_in_pages_of_100(client: WorkspaceClient) -> None:
    keys = [f"task_{number:03d}" for number in range(230)]
    job_id = create(
        client,
        tasks=[notebook_task(key) for key in keys],
        job_clusters=[{"job_cluster_key": "main", "new_cluster": {"num_workers": 1}}],
    )
    page = client.api_client.do("GET", "/api/2.2/jobs/get", query={"job_id": job_id})
    assert isinstance(page, dict)
    assert (len(page["settings"]["tasks"]), page["has_more"]) == (100, True)
    query = {"job_id": job_id, "page_token": page["next_page_token"]}
    second = client.api_client.do("GET", "/api/2.2/jobs/get", query=query)
    assert isinstance(second, dict)
    assert second["settings"]["job_clusters"] == []
    settings = client.jobs.get(job_id).settings
    assert settings is not None
    assert [task.task_key for task in settings.tasks or []] == keys
    assert len(settings.job_clusters or []) == 1


def test_list_pages_newest_first(client: WorkspaceClient) -> None:
    ids = [create(client, name=f"job {number}", tasks=[notebook_task("a")]) for number in range(45)]
    listed = list(client.jobs.list(limit=20))
    assert [job.job_id for job in listed] == ids[::-1]
    assert all(job.settings and not job.settings.tasks for job in listed)
    expanded = next(client.jobs.list(expand_tasks=True))
    assert expanded.settings
    assert expanded.settings.tasks


def test_list_by_name_ignores_case_but_nothing_else(client: WorkspaceClient) -> None:
    names = ("dbt__Orders", "dbt__orders", "dbt__orders_2")
    ids = [create(client, name=name) for name in names]
    assert {job.job_id for job in client.jobs.list(name="DBT__ORDERS")} == set(ids[:2])


@pytest.mark.parametrize("limit", [-1, 0, 101])
def test_list_limit(client: WorkspaceClient, limit: int) -> None:
    with pytest.raises(InvalidParameterValue, match="limit must be between 1 and 100"):
        client.api_client.do("GET", "/api/2.2/jobs/list", query={"limit": limit})


def test_reset_without_run_as_keeps_the_identity(client: WorkspaceClient) -> None:
    job_id = create(client, tasks=[notebook_task("a")], run_as={"service_principal_name": "abc"})
    client.api_client.do(
        "POST", "/api/2.2/jobs/reset", body={"job_id": job_id, "new_settings": {"name": "x"}}
    )
    assert client.jobs.get(job_id).run_as_user_name == "abc"
    new = {"run_as": {"user_name": "ann@example.com"}}
    client.api_client.do("POST", "/api/2.2/jobs/reset", body={"job_id": job_id, "new_settings": new})
    assert client.jobs.get(job_id).run_as_user_name == "ann@example.com"


def test_update_merges_keyed_lists(client: WorkspaceClient) -> None:
    job_id = create(client, tasks=[notebook_task("a"), notebook_task("b")], tags={"x": "1"})
    changes = {"tasks": [notebook_task("b", max_retries=2), notebook_task("c")], "tags": {"y": "2"}}
    body = {"job_id": job_id, "new_settings": changes, "fields_to_remove": ["tasks/a"]}
    client.api_client.do("POST", "/api/2.2/jobs/update", body=body)
    settings = settings_of(client, job_id)
    assert [(task["task_key"], task.get("max_retries")) for task in settings["tasks"]] == [
        ("b", 2),
        ("c", None),
    ]
    assert settings["tags"] == {"y": "2"}


GIT_PROVIDERS = r"git_source\.git_provider must be one of: github,gitlab,bitbucketcloud"


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"git_source": {"git_url": "https://github.com/a/b"}}, GIT_PROVIDERS),
        ({"git_source": {"git_url": "https://github.com/a/b", "git_provider": "svn"}}, GIT_PROVIDERS),
        ({"tasks": [notebook_task("a"), notebook_task("a")]}, "Duplicate task_key 'a'"),
        ({"tasks": [{"notebook_task": {}}]}, "Missing required field: settings.tasks.task_key"),
        ({"tasks": [{"task_key": "a"}]}, "exactly one kind of task"),
        ({"tasks": [notebook_task("a", depends_on=[{"task_key": "z"}])]}, "depends on task 'z'"),
        ({"tasks": [notebook_task("a", depends_on=[{"task_key": "a"}])]}, "cycle"),
        (
            {"tasks": [notebook_task("a", job_cluster_key="c")]},
            "'c' used by task a is not defined",
        ),
        (
            {"tasks": [notebook_task("a", environment_key="e")]},
            "'e' used by task a is not defined",
        ),
        (
            {"tasks": [notebook_task("a", existing_cluster_id="c", new_cluster={"x": 1})]},
            "more than one cluster",
        ),
        ({"tasks": [notebook_task(f"t{n}") for n in range(1001)]}, "at most 1000 tasks"),
        ({"tags": {f"t{n}": "" for n in range(26)}}, "at most 25 tags"),
        ({"name": "x" * 4097}, "at most 4096 bytes"),
        ({"run_as": {"user_name": "a", "service_principal_name": "b"}}, "exactly one of user_name"),
        (
            {"tasks": [notebook_task("a", max_retries="2")]},
            "Expected integer for field max_retries, found STRING",
        ),
        ({"tasks": [notebook_task("a", max_retries=True)]}, "Expected integer for field max_retries"),
        ({"tasks": [notebook_task("a", run_if="SOMETIMES")]}, "SOMETIMES is not a valid run_if"),
        ({"run_as": "ann"}, "Expected object for field run_as, found STRING"),
        ({"tasks": {"task_key": "a"}}, "Expected array for field tasks, found OBJECT"),
    ],
)
def test_refused_settings(client: WorkspaceClient, settings: dict[str, Any], message: str) -> None:
    with pytest.raises(BadRequest, match=message):
        create(client, **settings)
    assert list(client.jobs.list()) == []


def test_refused_reset_changes_nothing(client: WorkspaceClient) -> None:
    job_id = create(client, name="kept", tasks=[notebook_task("a")])
    body = {"job_id": job_id, "new_settings": {"name": "lost", "tasks": [{"task_key": "a"}]}}
    with pytest.raises(BadRequest):
        client.api_client.do("POST", "/api/2.2/jobs/reset", body=body)
    assert settings_of(client, job_id)["name"] == "kept"


def test_grants_on_create(client: WorkspaceClient) -> None:
    view = jobs.JobAccessControlRequest(group_name="data", permission_level=jobs.JobPermissionLevel.CAN_VIEW)
    cluster = compute.ClusterSpec(spark_version="15.4.x-scala2.12", node_type_id="i3.xlarge", num_workers=1)
    task = jobs.Task("a", notebook_task=jobs.NotebookTask("/x"), new_cluster=cluster)
    job_id = client.jobs.create(tasks=[task], access_control_list=[view]).job_id
    entries = client.jobs.get_permissions(str(job_id)).access_control_list or []
    assert [entry.user_name or entry.group_name for entry in entries] == [
        client.current_user.me().user_name,
        "data",
        "admins",
    ]
