from __future__ import annotations

import re
from typing import Any, cast

import pytest
import yaml
from databricks.bundles.jobs import Job as BundleJob
from databricks.sdk.service.jobs import JobSettings
from hypothesis import given, settings
from hypothesis import strategies as st

from brickform.compile.graph import ResourceGraph
from brickform.compile.model import Ref
from brickform.diagnostics import Diagnostics, Severity
from brickform.emit.bundle import emit_bundle
from brickform.emit.options import EmitOptions
from brickform.resolve.project import Target
from support.graphs import DEV, PLAIN, bundle_files, cluster, graph, job, located, notebook, permissions, task


def resources_of(path: str, resources: ResourceGraph) -> dict[str, Any]:
    document = yaml.safe_load(bundle_files(resources)[path])
    (target,) = document["targets"].values()
    found: dict[str, Any] = target["resources"]
    return found


def job_body(settings: dict[str, Any], **fields: Any) -> dict[str, Any]:
    found = resources_of("resources/plain/orders.job.yml", graph(job(settings), **fields))
    body: dict[str, Any] = found["jobs"]["orders"]
    return body


def problems(resources: ResourceGraph) -> Diagnostics:
    return emit_bundle(resources, EmitOptions())[1]


WIDE: dict[str, Any] = {
    "name": "dbt__main-plain-orders",
    "description": "two\nlines",
    "tags": {"team": "data", "rate": "1e3"},
    "timeout_seconds": 0,
    "max_concurrent_runs": 1,
    "parameters": [{"name": "day", "default": "no"}],
    "schedule": {"quartz_cron_expression": "0 0 8 * * ?", "timezone_id": "UTC", "pause_status": "PAUSED"},
    "run_as": {"service_principal_name": "0b66cdac-04f8-408e-9290-13c058a2ebe1"},
    "email_notifications": {"on_failure": ["a@b.c"], "no_alert_for_skipped_runs": True},
    "webhook_notifications": {"on_success": [{"id": "w1"}]},
    "notification_settings": {"no_alert_for_canceled_runs": True},
    "health": {"rules": [{"metric": "RUN_DURATION_SECONDS", "op": "GREATER_THAN", "value": 100}]},
    "environments": [
        {"environment_key": "env", "spec": {"environment_version": "4", "dependencies": ["a==1"]}}
    ],
    "job_clusters": [
        {
            "job_cluster_key": "main",
            "new_cluster": {
                "spark_version": "15.4.x-scala2.12",
                "node_type_id": "i3.xlarge",
                "autoscale": {"min_workers": 1, "max_workers": 3},
                "aws_attributes": {"availability": "SPOT", "first_on_demand": 1},
                "spark_conf": {"spark.x": "on"},
                "spark_env_vars": {"KEY": "{{secrets/scope/key}}"},
                "init_scripts": [{"workspace": {"destination": "/x.sh"}}],
            },
        }
    ],
    "tasks": [
        {"task_key": "a_job", "run_job_task": {"job_id": 2**60 + 1, "job_parameters": {"x": "1"}}},
        {
            "task_key": "b_sql",
            "depends_on": [{"task_key": "orders"}],
            "run_if": "ALL_DONE",
            "sql_task": {"warehouse_id": "w", "file": {"path": "/x.sql", "source": "WORKSPACE"}},
        },
        {"task_key": "c_each", "for_each_task": {"inputs": "[1]", "concurrency": 2, "task": task("c_inner")}},
        {"task_key": "d_if", "condition_task": {"left": "{{job.id}}", "op": "EQUAL_TO", "right": "1"}},
        task(
            "orders",
            job_cluster_key="main",
            libraries=[{"pypi": {"package": "pandas", "repo": "https://i"}}, {"whl": "/a.whl"}],
            max_retries=0,
            retry_on_timeout=False,
        ),
    ],
}


def test_every_job_loads_and_loses_nothing_in_the_types_of_others() -> None:
    body = job_body(WIDE)
    BundleJob.from_dict(cast(Any, body))
    assert JobSettings.from_dict(body).as_dict() == body


def test_a_planted_field_would_be_noticed() -> None:
    body = job_body({**WIDE, "tasks": [task(max_retires=1)]})
    with pytest.raises(ValueError, match="max_retires"):
        BundleJob.from_dict(cast(Any, body))
    assert JobSettings.from_dict(body).as_dict() != body


def test_the_notebook_is_named_relative_to_the_file_of_the_job() -> None:
    files = bundle_files(graph(job()))
    body = job_body({})
    assert body["tasks"][0]["notebook_task"]["notebook_path"] == "../../src/plain/main/plain/orders.py"
    assert files["src/plain/main/plain/orders.py"].startswith(b"# Databricks notebook source\n")


def test_under_git_source_the_notebook_is_named_in_the_workspace() -> None:
    git = {"git_url": "https://github.com/a/b", "git_provider": "gitHub", "git_branch": "main"}
    body = job_body({"git_source": git})
    assert body["tasks"][0]["notebook_task"] == {
        "notebook_path": "${workspace.file_path}/src/plain/main/plain/orders",
        "source": "WORKSPACE",
    }


def test_a_shared_cluster_is_a_resource_of_its_own() -> None:
    acl = permissions(Ref("cluster", "shared_ml", "id"), group__data="CAN_RESTART")
    resources = graph(
        job({"tasks": [task(existing_cluster_id=Ref("cluster", "shared_ml", "id"))]}),
        clusters=(cluster({"spark_version": "15", "num_workers": 1, "libraries": [{"whl": "/a.whl"}]}),),
        permissions=(acl,),
    )
    found = resources_of("resources/plain/shared_ml.cluster.yml", resources)
    assert found["clusters"]["shared_ml"] == {
        "num_workers": 1,
        "permissions": [{"group_name": "data", "level": "CAN_RESTART"}],
        "spark_version": "15",
    }
    found = resources_of("resources/plain/orders.job.yml", resources)
    assert found["jobs"]["orders"]["tasks"][0]["existing_cluster_id"] == "${resources.clusters.shared_ml.id}"
    assert [(item.code.id, item.path) for item in problems(resources)] == [("BF501", ("libraries",))]


def test_permissions_lie_on_the_resource_only() -> None:
    acl = permissions(Ref("job", "orders", "id"), group__data="CAN_VIEW", user__a="IS_OWNER")
    resources = graph(job(), permissions=(acl,))
    assert job_body({}, permissions=(acl,))["permissions"] == [
        {"group_name": "data", "level": "CAN_VIEW"},
        {"level": "IS_OWNER", "user_name": "a"},
    ]
    assert "permissions" not in job_body({})
    assert b"permissions" not in bundle_files(resources)["databricks.yml"]


def test_what_a_bundle_does_not_carry_is_said_once() -> None:
    acls = tuple(permissions(Ref("notebook", key, "path"), group__data="CAN_READ") for key in ("a", "b"))
    resources = graph(
        job(key="a"), job(key="b"), notebooks=(notebook("a", shared=True), notebook("b")), permissions=acls
    )
    assert [(item.code.id, item.severity) for item in problems(resources)] == [("BF503", Severity.INFO)]
    assert not list(problems(graph(job())))


def test_a_field_that_the_cli_drops_is_left_out() -> None:
    resources = graph(job({"duration_target": {"x": 1}, "tasks": [task(max_retries=0)]}))
    assert [item.path for item in problems(resources)] == [("duration_target",)]
    assert "duration_target" not in job_body({"duration_target": {"x": 1}})


def test_a_literal_that_looks_like_a_reference_is_escaped() -> None:
    settings = {"description": "${var.x} $${a.b[0]} ${1} ${a b} {{job.id}}", "tags": {"${k}": "v"}}
    body = job_body(settings)
    assert body["description"] == "$${var.x} $$${a.b[0]} ${1} ${a b} {{job.id}}"
    assert body["tags"] == {"${k}": "v"}
    found = list(problems(graph(job(settings))))
    assert [(item.code.id, item.path) for item in found] == [("BF504", ("description",))]
    document = yaml.safe_load(bundle_files(graph(job(settings)))["databricks.yml"])
    assert document["bundle"] == {"name": "shop", "databricks_cli_version": ">= 1.15.0"}


REFERENCE = r"\$\{[a-z]+(\.[a-z]+)*\}"


@settings(deadline=None, max_examples=50)
@given(st.from_regex(rf"[a$]{{0,3}}{REFERENCE}[a$]{{0,2}}({REFERENCE})?[}}a]?", fullmatch=True))
def test_every_literal_survives_the_escape(text: str) -> None:
    written: str = job_body({"description": text})["description"]
    assert not re.search(rf"(?<!\$){REFERENCE}", written)
    assert re.sub(rf"\$(?={REFERENCE})", "", written) == text


def test_scaffold_describes_every_target() -> None:
    production = Target(
        "prod", "main", "prod", host="https://w", mode="production", run_as=located({"user_name": "a@b.c"})
    )
    resources = graph(job(), targets=(DEV, PLAIN, production))
    tree, _ = emit_bundle(resources, EmitOptions())
    assert list(tree.scaffold) == ["databricks.yml"]
    document = yaml.safe_load(tree.scaffold["databricks.yml"])
    root = "/Workspace/Users/${workspace.current_user.userName}/.bundle/${bundle.name}/${bundle.target}"
    assert document == {
        "bundle": {"name": "shop"},
        "include": ["resources/*/*.yml"],
        "targets": {
            "dev": {"default": True, "mode": "development"},
            "plain": {},
            "prod": {
                "mode": "production",
                "run_as": {"user_name": "a@b.c"},
                "workspace": {"host": "https://w", "root_path": root},
            },
        },
    }


def test_targets_stand_side_by_side() -> None:
    def files(target: Target) -> set[str]:
        return set(emit_bundle(graph(job(), target=target), EmitOptions())[0].files)

    assert not files(DEV) & files(PLAIN)


@pytest.mark.parametrize("name", ["a/b", "..", "", ".hidden", "a b"])
def test_a_target_that_is_no_folder_is_an_error(name: str) -> None:
    found = problems(graph(job(), target=Target(name, "main", "x")))
    assert [item.code.id for item in found] == ["BF505"]
