from __future__ import annotations

import pytest

from brickform.check import check
from support.resolved import checked, compiled, model, project, sourced

KEY = "spark_version: 15.4.x-scala2.12"
NODE = "node_type_id: i3.xlarge"
CONF = 'spark_conf: {spark.databricks.cluster.profile: singleNode, spark.master: "local[*]"}'
TAGS = "custom_tags: {ResourceClass: SingleNode}"


def found(*settings: str) -> list[tuple[str, str]]:
    one = model("{job_cluster_config: {" + ", ".join(settings) + "}}")
    return [(item.code.id, item.summary) for item in checked(one)]


@pytest.mark.parametrize(
    ("settings", "lacks"),
    [
        ([NODE, "num_workers: 1"], "spark_version"),
        ([KEY, "num_workers: 1"], "node type"),
        ([KEY, NODE], "workers"),
    ],
)
def test_what_every_cluster_needs(settings: list[str], lacks: str) -> None:
    assert found(*settings) == [("BF456", f"the cluster has no {lacks}")]


@pytest.mark.parametrize(
    "settings",
    [
        [KEY, NODE, "num_workers: 1"],
        [KEY, NODE, "autoscale: {min_workers: 1, max_workers: 1}"],
        [KEY, "instance_pool_id: p", "num_workers: 1"],
        ["policy_id: p"],
        ["policy_id: p", "num_workers: 0"],
        [KEY, "kind: CLASSIC_PREVIEW", "is_single_node: true"],
        [KEY, NODE, CONF, TAGS],
        [KEY, NODE, CONF, TAGS, "num_workers: 0"],
        [KEY, NODE, CONF.replace("local[*]", "local[4]"), TAGS, "num_workers: 0"],
    ],
)
def test_clusters_that_can_be_made(settings: list[str]) -> None:
    assert found(*settings) == []


@pytest.mark.parametrize("settings", [[], [CONF], [TAGS], [CONF.replace("singleNode", "serverless"), TAGS]])
def test_no_workers_are_for_a_single_node(settings: list[str]) -> None:
    assert [code for code, _ in found(KEY, NODE, "num_workers: 0", *settings)] == ["BF458"]


def test_the_help_names_what_a_single_node_lacks() -> None:
    one = model("{job_cluster_config: {" + ", ".join([KEY, NODE, "num_workers: 0", CONF]) + "}}")
    (item,) = checked(one)
    assert "ResourceClass: SingleNode" in item.help
    assert "spark.master" not in item.help


def test_the_smallest_size_is_not_above_the_largest() -> None:
    assert [code for code, _ in found(KEY, NODE, "autoscale: {min_workers: 3, max_workers: 2}")] == ["BF456"]
    assert found(KEY, NODE, "autoscale: {min_workers: 2}") == []


def test_clusters_are_looked_at_wherever_they_stand() -> None:
    wrong = "{" + f"{KEY}, {NODE}" + "}"
    one = model(
        "{python_job_config: {"
        f"job_clusters: [{{job_cluster_key: k, new_cluster: {wrong}}}],"
        "post_hook_tasks: ["
        f"{{task_key: a, new_cluster: {wrong}}},"
        "{task_key: b, job_cluster_key: k},"
        f"{{task_key: c, for_each_task: {{inputs: '[1]', task: {{task_key: d, new_cluster: {wrong}}}}}}}]}}}}"
    )
    places = checked(one, clusters=sourced(f"shared: {wrong}", "brickform.yml"))
    assert sum(item.code.id == "BF456" for item in places) == 4


@pytest.mark.parametrize(("method", "count"), [("job_cluster", 1), ("serverless_cluster", 0)])
def test_the_cluster_of_a_one_time_run_is_looked_at(method: str, count: int) -> None:
    one = model(f"{{submission_method: {method}, job_cluster_config: {{{KEY}, {NODE}}}}}")
    resolved = project(one)
    graph, _ = compiled(one)
    assert graph.jobs == ()
    assert sum(item.code.id == "BF456" for item in check(graph, resolved)) == count
