"""The checkers find nothing in what brickform writes, and each finds a planted wrong field."""

from __future__ import annotations

import json
from typing import Any

import pytest

from support.checkers.bundle_jobs import check_bundle, check_resource
from support.checkers.job_settings import check_bundle_jobs, check_compiled_job, check_settings
from support.checkers.provider_schema import check_resource as check_terraform_resource
from support.checkers.provider_schema import check_terraform
from support.good_bodies import (
    GONE,
    FieldPath,
    bundle_body,
    bundle_tree,
    everything,
    sdk_body,
    terraform_body,
    with_planted,
)
from support.graphs import terraform


def test_nothing_is_found_in_what_brickform_writes() -> None:
    (compiled,) = everything().jobs
    assert check_terraform({"all.tf.json": json.dumps(terraform(everything()))}) == []
    assert check_bundle(bundle_tree()) == []
    assert check_bundle_jobs(bundle_tree()) == []
    assert check_compiled_job(compiled) == []


def test_whole_trees_are_read() -> None:
    tree = {path: text.replace("queue:", "queu:") for path, text in bundle_tree().items()}
    resources = json.dumps({"resource": {"databricks_job": {"a": {"nmae": "x"}}}})
    assert check_bundle(tree) == [
        "resources/plain/orders.job.yml: jobs.orders: Unexpected field 'queu' for class Job"
    ]
    assert check_bundle_jobs(tree) == [
        "resources/plain/orders.job.yml: orders.queu: {'enabled': True} became None"
    ]
    assert check_terraform({"a.tf.json": resources, "a.json": "{"}) == [
        "a.tf.json: databricks_job.a.nmae: unknown"
    ]


@pytest.mark.parametrize(
    ("kind", "path", "value", "finding"),
    [
        # a field that the provider does not have, at each depth; a name of the Jobs API is one
        ("databricks_job", ("max_retires",), 1, "max_retires: unknown"),
        ("databricks_job", ("tasks",), [], "tasks: unknown"),
        ("databricks_job", ("git_source", "git_url"), "x", "git_source.git_url: unknown"),
        ("databricks_job", ("task", 0, "libraries"), [], "task[0].libraries: unknown"),
        ("databricks_job", ("task", 3, "for_each_task", "task", "x"), 1, "for_each_task.task.x: unknown"),
        ("databricks_job", ("job_cluster", 0, "new_cluster", "autotermination_minutes"), 1, "unknown"),
        ("databricks_job", ("url",), "x", "url: unknown"),
        ("databricks_job", ("lifecycle", "prevent_destory"), True, "lifecycle.prevent_destory: unknown"),
        ("databricks_permissions", ("access_control", 0, "level"), "x", "access_control[0].level: unknown"),
        ("databricks_notebook", ("content",), "x", "content: unknown"),
        ("databricks_cluster", ("libraries",), [], "libraries: unknown"),
        # a scalar for a block
        ("databricks_job", ("queue",), True, "queue: a block, not True"),
        ("databricks_job", ("queue",), "${local.queue}", "queue: a block, not"),
        ("databricks_job", ("task", 0, "library", 0), "pandas", "library[0]: a block, not 'pandas'"),
        # a single block twice
        ("databricks_job", ("queue",), [{"enabled": True}] * 2, "queue: a single block, given 2 times"),
        (
            "databricks_job",
            ("task", 0, "new_cluster"),
            [{}] * 3,
            "new_cluster: a single block, given 3 times",
        ),
        # something required is missing
        ("databricks_job", ("task", 0, "task_key"), GONE, "task[0].task_key: missing"),
        ("databricks_job", ("task", 0, "task_key"), None, "task[0].task_key: missing"),
        ("databricks_job", ("health", "rules"), GONE, "health.rules: missing"),
        ("databricks_job", ("health", "rules"), [], "health.rules: missing"),
        ("databricks_permissions", ("access_control",), GONE, "access_control: missing"),
        ("databricks_notebook", ("path",), GONE, "path: missing"),
        ("databricks_cluster", ("spark_version",), GONE, "spark_version: missing"),
        # another type
        ("databricks_job", ("name",), 5, "name: string, not 5"),
        ("databricks_job", ("name",), None, None),
        ("databricks_job", ("max_concurrent_runs",), "3", "max_concurrent_runs: number, not '3'"),
        ("databricks_job", ("max_concurrent_runs",), "$${x}", "max_concurrent_runs: number, not"),
        ("databricks_job", ("max_concurrent_runs",), True, "max_concurrent_runs: number, not True"),
        ("databricks_job", ("task", 0, "retry_on_timeout"), 0, "retry_on_timeout: bool, not 0"),
        ("databricks_job", ("tags",), [{"a": "b"}], "tags: map(string), not"),
        ("databricks_job", ("tags", "rate"), 1000, "tags['rate']: string, not 1000"),
        ("databricks_job", ("email_notifications", "on_failure"), "a@b.c", "on_failure: list(string), not"),
        ("databricks_job", ("email_notifications", "on_failure", 0), ["a"], "on_failure[0]: string, not"),
        ("databricks_permissions", ("job_id",), {}, "job_id: string, not {}"),
        ("databricks_cluster", ("autotermination_minutes",), [60], "autotermination_minutes: number, not"),
        # what Terraform takes
        ("databricks_job", ("max_concurrent_runs",), "${var.runs}", None),
        ("databricks_job", ("task", 0, "retry_on_timeout"), "%{ if x }true%{ endif }", None),
        ("databricks_job", ("tags",), "${var.tags}", None),
        ("databricks_job", ("email_notifications", "on_failure"), "${var.addresses}", None),
        ("databricks_job", ("queue",), [{"enabled": True}], None),
        ("databricks_job", ("queue",), [], None),
        ("databricks_job", ("job_cluster",), {"job_cluster_key": "main"}, None),
        ("databricks_job", ("depends_on",), ["databricks_notebook.orders"], None),
        ("databricks_job", ("count",), 2, None),
        ("databricks_job", ("for_each",), {"a": "b"}, None),
        ("databricks_job", ("provider",), "databricks.other", None),
        ("databricks_job", ("provisioner",), {"local-exec": {}}, None),
        ("databricks_job", ("//",), "a comment", None),
    ],
)
def test_terraform_bodies(kind: str, path: FieldPath, value: Any, finding: str | None) -> None:
    good = terraform_body(kind)
    assert list(check_terraform_resource(kind, good, "here")) == []
    found = list(check_terraform_resource(kind, with_planted(good, path, value), "here"))
    assert_only(found, finding)


def test_terraform_resources_of_other_kinds_are_not_let_pass() -> None:
    assert list(check_terraform_resource("databricks_jobs", {}, "here")) == [
        "here: no schema for databricks_jobs"
    ]


def test_what_is_given_twice_in_terraform_files() -> None:
    body = '{"resource": {"databricks_notebook": {"a": {"path": "/x", "path": "/y"}}}}'
    assert check_terraform({"a.tf.json": body, "b.tf.json": body}) == [
        "a.tf.json: 'path' is given twice",
        "b.tf.json: 'path' is given twice",
        "databricks_notebook.a: given twice",
    ]


@pytest.mark.parametrize(
    ("kind", "path", "value", "finding"),
    [
        ("jobs", ("max_retires",), 1, "'max_retires' for class Job"),
        ("jobs", ("task",), [], "'task' for class Job"),
        ("jobs", ("tasks", 0, "library"), [], "'library' for class Task"),
        ("jobs", ("tasks", 3, "for_each_task", "task", "x"), 1, "'x' for class Task"),
        ("jobs", ("job_clusters", 0, "new_cluster", "num_worker"), 1, "'num_worker' for class ClusterSpec"),
        ("jobs", ("lifecycle", "prevent_destory"), True, "'prevent_destory'"),
        ("clusters", ("spark_versoin",), "15", "'spark_versoin' for class Cluster"),
        ("jobs", ("queue",), True, "here: "),
        ("jobs", ("queue",), [{"enabled": True}] * 2, "here: "),
        ("jobs", ("tasks",), {"task_key": "a"}, "here: "),
        ("jobs", ("tags",), ["a"], "here: "),
        ("jobs", ("email_notifications", "on_failure"), "a@b.c", "'a@b.c'"),
        ("jobs", ("tasks", 0, "task_key"), GONE, "'task_key'"),
        ("jobs", ("schedule", "timezone_id"), GONE, "'timezone_id'"),
        ("jobs", ("name",), 5, "here.name: 5 became '5'"),
        ("jobs", ("max_concurrent_runs",), 1.5, "here.max_concurrent_runs: 1.5 became 1"),
        ("jobs", ("max_concurrent_runs",), True, "here.max_concurrent_runs: True became 1"),
        ("jobs", ("max_concurrent_runs",), "three", "'three'"),
        ("jobs", ("tasks", 0, "retry_on_timeout"), "yes", "retry_on_timeout: 'yes' became True"),
        ("jobs", ("tags", "rate"), 1000, "here.tags.rate: 1000 became '1000'"),
        ("jobs", ("tasks", 2, "run_if"), "ALL_DONNE", "'ALL_DONNE'"),
        ("jobs", ("permissions", 0, "level"), "CAN_RESTART", "'CAN_RESTART'"),
        ("clusters", ("data_security_mode",), "PRIVATE", "'PRIVATE'"),
        ("pipelines", ("x",), 1, "here: no checker for pipelines"),
        ("jobs", ("max_concurrent_runs",), "${var.runs}", None),
        ("jobs", ("description",), None, None),
    ],
)
def test_bundle_resources(kind: str, path: FieldPath, value: Any, finding: str | None) -> None:
    good = bundle_body("clusters" if kind == "clusters" else "jobs")
    assert_only(list(check_resource(kind, with_planted(good, path, value), "here")), finding)


@pytest.mark.parametrize(
    ("path", "value", "finding"),
    [
        (("max_retires",), 1, "here.max_retires: 1 became None"),
        (("tasks", 0, "notebook_task", "path"), "x", "here.tasks[0].notebook_task.path: 'x' became None"),
        (("job_clusters", 0, "new_cluster", "num_worker"), 0, "new_cluster.num_worker: 0 became None"),
        (("permissions",), [{"level": "CAN_VIEW"}], "here.permissions: "),
        (("queue",), True, "here: AttributeError"),
        (("queue",), [{"enabled": True}] * 2, "here: AttributeError"),
        (("tasks", 2, "run_if"), "ALL_DONNE", "run_if: 'ALL_DONNE' became None"),
        (("webhook_notifications", "on_start"), [], None),
        (("continuous",), {}, None),
        (("description",), None, None),
    ],
)
def test_settings(path: FieldPath, value: Any, finding: str | None) -> None:
    assert_only(list(check_settings(with_planted(sdk_body(), path, value), "here")), finding)


def assert_only(found: list[str], finding: str | None) -> None:
    if finding is None:
        assert found == []
    else:
        assert len(found) == 1, found
        assert finding in found[0]
