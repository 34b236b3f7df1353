from __future__ import annotations

import pytest

from support.resolved import CLUSTER, check_models, model

HOOK = (
    "{{python_job_config: {{environments: [{{environment_key: e}}],"
    " post_hook_tasks: [{{task_key: t, {}}}]}}}}"
)
SCRIPT = "spark_python_task: {python_file: /x.py}"


@pytest.mark.parametrize(
    "kind", ["spark_python_task", "python_wheel_task", "dbt_task", "spark_jar_task", "spark_submit_task"]
)
def test_a_script_needs_a_cluster_or_an_environment(kind: str) -> None:
    found = check_models(model(HOOK.format(kind + ": {}")))
    assert [item[0] for item in found] == ["BF455"]
    assert check_models(model(HOOK.format(kind + ": {}, existing_cluster_id: c"))) == []
    assert check_models(model(HOOK.format(kind + ": {}, environment_key: e"))) == []


@pytest.mark.parametrize("kind", ["notebook_task", "sql_task", "run_job_task", "condition_task"])
def test_other_tasks_need_neither(kind: str) -> None:
    assert check_models(model(HOOK.format(kind + ": {}"))) == []


def test_a_cluster_has_no_environment() -> None:
    found = check_models(model(HOOK.format(f"{SCRIPT}, environment_key: e, existing_cluster_id: c")))
    assert [item[0] for item in found] == ["BF401"]


def test_a_cluster_may_be_made_for_environments() -> None:
    cluster = CLUSTER.replace("}", ", dependency_mode: DEPENDENCY_MODE_ENVIRONMENTS}")
    assert check_models(model(HOOK.format(f"{SCRIPT}, environment_key: e, new_cluster: {cluster}"))) == []
    job_clusters = f"job_clusters: [{{job_cluster_key: k, new_cluster: {cluster}}}], environments"
    on_job_cluster = HOOK.format(f"{SCRIPT}, environment_key: e, job_cluster_key: k")
    assert check_models(model(on_job_cluster.replace("environments", job_clusters, 1))) == []
