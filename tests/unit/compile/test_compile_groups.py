"""Jobs of several models: their tasks, clusters, permissions and settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from brickform.compile.graph import ResourceGraph
from brickform.compile.one_time import compile_submission
from brickform.diagnostics import Diagnostics
from brickform.resolve.project import GroupedJob, LineageNode, ResolvedModel, Target
from support.resolved import CLUSTER, compiled, model, project, sourced

Tasks = dict[str, dict[str, Any]]
BIG = CLUSTER.replace("num_workers: 2", "num_workers: 20")


def lineage(text: str) -> dict[str, LineageNode]:
    """Read ``c: a b`` as a model that reads two others; a name in capitals is one of SQL."""
    lines = (line.split(":") for line in text.split(";"))
    reads = {name.strip(): upstream.split() for name, upstream in lines}
    names = {*reads, *(read for upstream in reads.values() for read in upstream)}
    return {
        _id(name): LineageNode(
            name.lower(), "shop", None, name.islower(), frozenset(map(_id, reads.get(name, ())))
        )
        for name in names
    }


def _id(name: str) -> str:
    return f"model.shop.{name.lower()}"


def job(config: str = "{}", *names: str, with_dbt: str | None = None) -> GroupedJob:
    written = sourced(f"jobs: {{nightly: {config}}}", "brickform.yml").at("jobs", "nightly")
    assert written is not None
    dbt = None if with_dbt is None else sourced(f"with_dbt: {with_dbt}", "brickform.yml").get("with_dbt")
    return GroupedJob("nightly", written, {_id(name): written for name in names}, dbt)


def grouped(
    refs: str, config: str = "{}", models: Mapping[str, str] | None = None, **options: Any
) -> tuple[ResourceGraph, Diagnostics]:
    """Compile the models in small letters of ``refs`` into the job ``nightly``."""
    nodes = lineage(refs)
    names = sorted(node.name for node in nodes.values() if node.is_python)
    members: list[ResolvedModel] = [model((models or {}).get(name, "{}"), name=name) for name in names]
    together = job(config, *options.pop("members", names), with_dbt=options.pop("with_dbt", None))
    return compiled(*members, jobs=(together,), lineage=nodes, **options)


def tasks_of(graph: ResourceGraph) -> Tasks:
    (nightly,) = (item for item in graph.jobs if item.key == "nightly")
    return {task["task_key"]: task for task in nightly.settings.value["tasks"]}


def waits(graph: ResourceGraph) -> dict[str, list[str]]:
    return {
        key: [item["task_key"] for item in task.get("depends_on", ())]
        for key, task in tasks_of(graph).items()
    }


def codes_of(found: Diagnostics) -> list[str]:
    return [item.code.id for item in found if item.severity.value != "info"]


def test_tasks_follow_the_refs() -> None:
    graph, found = grouped("a: ; b: a; c: a b")
    assert waits(graph) == {"a": [], "b": ["a"], "c": ["a", "b"]}
    assert codes_of(found) == []
    assert [item.key for item in graph.notebooks] == ["a", "b", "c"]
    assert graph.jobs[0].settings.value["name"] == "dbt__main-analytics-nightly"
    assert graph.jobs[0].folder == "shop"


def test_a_model_outside_keeps_its_job_and_is_named_where_it_lies_between() -> None:
    graph, found = grouped("a: ; b: a; c: b", members=("a", "c"))
    assert [item.key for item in graph.jobs] == ["b", "nightly"]
    assert waits(graph) == {"a": [], "c": ["a"]}
    (between,) = found
    assert (between.code.id, between.path) == ("BF431", ("jobs", "nightly"))
    assert between.summary == "'b' lies between 'a' and 'c', and the job 'nightly' does not run it"


def test_depends_on_of_a_model_is_kept() -> None:
    config = "{python_job_config: {depends_on: [{task_key: a}, {task_key: load}]}}"
    graph, _ = grouped("a: ; b: a", models={"b": config})
    assert waits(graph)["b"] == ["a", "load"]


def test_another_task_key_is_what_others_wait_for() -> None:
    config = "{python_job_config: {additional_task_settings: {task_key: first}}}"
    graph, _ = grouped("a: ; b: a", models={"a": config})
    assert waits(graph) == {"first": [], "b": ["first"]}


def test_one_cluster_for_all_that_name_none() -> None:
    own = {
        "b": f"{{job_cluster_config: {CLUSTER}}}",
        "c": f"{{job_cluster_config: {BIG}}}",
        "d": "{cluster_id: 0923-1}",
        "e": "{environment_key: own}",
        "f": f"{{job_cluster_config: {BIG}}}",
    }
    refs = "a: ; b: ; c: ; d: ; e: ; f:"
    graph, _ = grouped(refs, f"{{job_cluster_config: {CLUSTER}}}", own)
    named = {key: task.get("job_cluster_key") for key, task in tasks_of(graph).items()}
    assert named == {"a": "nightly", "b": "nightly", "c": "c", "d": None, "e": None, "f": "c"}
    clusters = graph.jobs[0].settings.value["job_clusters"]
    assert {item["job_cluster_key"]: item["new_cluster"]["num_workers"] for item in clusters} == {
        "c": 20,
        "nightly": 2,
    }
    assert all("new_cluster" not in task for task in tasks_of(graph).values())


def test_packages_go_where_the_shared_cluster_takes_them() -> None:
    graph, _ = grouped("a:", f"{{job_cluster_config: {CLUSTER}}}", {"a": "{packages: [pandas]}"})
    assert tasks_of(graph)["a"]["libraries"] == [{"pypi": {"package": "pandas"}}]
    scoped = "{packages: [pandas], notebook_scoped_libraries: true}"
    old = CLUSTER.replace("15.4", "12.2")
    bodies = [
        grouped("a:", f"{{job_cluster_config: {cluster}}}", {"a": scoped})[0].notebooks[0].body
        for cluster in (CLUSTER, old)
    ]
    assert [body.restart_python for body in bodies] == [True, False]


def test_environments_of_models_do_not_meet() -> None:
    own = {name: f"{{environment_dependencies: [{name}lib]}}" for name in "ab"}
    graph, _ = grouped("a: ; b:", "{}", own)
    environments = graph.jobs[0].settings.value["environments"]
    assert {item["environment_key"]: item["spec"]["dependencies"] for item in environments} == {
        "a": ["alib"],
        "b": ["blib"],
    }
    assert {key: task["environment_key"] for key, task in tasks_of(graph).items()} == {"a": "a", "b": "b"}


def test_permissions_are_one_list_for_the_job() -> None:
    config = "{python_job_config: {grants: {view: [{group_name: all}], manage: [{group_name: team}]}}}"
    own = {"a": "{python_job_config: {grants: {run: [{group_name: all}]}}}"}
    graph, _ = grouped("a: ; b:", config, own)
    (of_job,) = (item for item in graph.permissions if item.of.kind == "job")
    assert [(entry.principal, entry.level) for entry in of_job.entries] == [
        ("all", "CAN_MANAGE_RUN"),
        ("team", "CAN_MANAGE"),
    ]
    assert [item.key for item in graph.permissions if item.of.kind == "notebook"] == ["a"]


def test_hooks_of_the_job_come_after_all_and_those_of_a_model_after_it() -> None:
    hook = "notebook_task: {notebook_path: /x}"
    config = (
        f"{{python_job_config: {{post_hook_tasks: [{{task_key: last, {hook}}},"
        f" {{task_key: early, {hook}, depends_on: [{{task_key: a}}]}}]}}}}"
    )
    own = (
        "{python_job_config: {post_hook_tasks: [{task_key: check, "
        + hook
        + ", depends_on: [{task_key: inner_notebook}]}]}}"
    )
    graph, _ = grouped("a: ; b: ; c: b", config, {"a": own})
    assert waits(graph) == {
        "a": [],
        "b": [],
        "c": ["b"],
        "check": ["a"],
        "early": ["a"],
        "last": ["c", "check"],
    }


def test_dbt_runs_what_lies_between_together_with_what_waits_for_the_same() -> None:
    with_dbt = "{warehouse_id: abc, project_directory: /Workspace/shop, commands: []}"
    refs = "a: ; b: ; S1: a; S2: S1; S3: S2 b; c: S2; d: S3 c; UP: ; S1: a UP; DOWN: d"
    graph, found = grouped(refs, with_dbt=with_dbt, is_dbt=True)
    assert codes_of(found) == []
    assert waits(graph) == {
        "a": [],
        "b": [],
        "dbt_s1": ["a"],
        "dbt_s3": ["b", "dbt_s1"],
        "c": ["dbt_s1"],
        "d": ["c", "dbt_s3"],
    }
    task = tasks_of(graph)["dbt_s1"]
    assert task["dbt_task"] == {
        "commands": ["dbt build --select s1 s2"],
        "warehouse_id": "abc",
        "catalog": "main",
        "schema": "analytics",
        "project_directory": "/Workspace/shop",
        "source": "WORKSPACE",
    }
    assert task["environment_key"] == "dbt"
    (environment,) = graph.jobs[0].settings.value["environments"]
    assert environment["spec"]["dependencies"] == ["dbt-databricks>=1.0.0,<2.0.0"]


@pytest.mark.parametrize(
    ("http_path", "warehouse"),
    [
        ("/sql/1.0/warehouses/4b9b", "4b9b"),
        ("sql/1.0/endpoints/4b9b", "4b9b"),
        ("sql/protocolv1/o/1/2", None),
    ],
)
def test_dbt_takes_the_warehouse_of_the_profile(http_path: str, warehouse: str | None) -> None:
    target = Target("dev", "main", "analytics", http_path=http_path)
    config = "{python_job_config: {git_source: {git_url: u, git_provider: gitHub, git_branch: main}}}"
    graph, found = grouped(
        "a: ; S: a; b: S", config, with_dbt="true", is_dbt=True, target=target, targets=(target,)
    )
    task = tasks_of(graph)["dbt_s"]["dbt_task"]
    assert (task.get("warehouse_id"), task["source"]) == (warehouse, "GIT")
    assert task["commands"] == ["dbt deps", "dbt build --select s"]
    assert codes_of(found) == ([] if warehouse else ["BF432"])


def test_a_job_is_adopted_renamed_and_let_go_as_a_whole() -> None:
    config = "{previous_names: [a], python_job_config: {existing_job_id: 12}}"
    graph, _ = grouped("a: ; b:", config)
    (nightly,) = graph.jobs
    assert nightly.existing_job_id is not None
    assert nightly.existing_job_id.value == "12"
    assert [key.value for key in nightly.previous_keys] == ["a"]
    assert [notebook.previous_keys for notebook in graph.notebooks] == [(), ()]
    released, _ = grouped("a: ; b:", "{release: true}")
    assert released.jobs == ()
    assert [notebook.key for notebook in released.released[0].notebooks] == ["a", "b"]


def test_one_run_of_a_model_takes_the_cluster_of_its_job() -> None:
    clusters = f"{{job_cluster_config: {CLUSTER}}}"
    plain, named = model(name="a"), model("{cluster_id: 0923-1}", name="b")
    whole = project(plain, named, jobs=(job(clusters, "a", "b"),))
    tasks = [compile_submission(one, whole)[0].settings.value["tasks"][0] for one in (plain, named)]
    assert tasks[0]["new_cluster"]["num_workers"] == 2
    assert tasks[0]["task_key"] == "inner_notebook"
    assert tasks[1]["existing_cluster_id"] == "0923-1"


def test_a_model_may_be_called_as_its_job_is() -> None:
    config = f"{{job_cluster_config: {CLUSTER}}}"
    graph, found = grouped("nightly: ; b:", config, {"nightly": f"{{job_cluster_config: {BIG}}}"})
    assert codes_of(found) == []
    named = {key: task["job_cluster_key"] for key, task in tasks_of(graph).items()}
    assert named == {"b": "nightly", "nightly": "nightly_cluster"}
