from __future__ import annotations

from support.resolved import CLUSTER, checked, model

ON_CLUSTER = "job_cluster_config: " + CLUSTER
HOOK = "python_job_config: {{post_hook_tasks: [{{task_key: t, {}}}]}}"
NOTEBOOK = "notebook_task: {notebook_path: /x}"


def codes(*settings: str) -> list[str]:
    return [item.code.id for item in checked(model("{" + ", ".join(settings) + "}"))]


def test_a_notebook_without_compute_beside_a_cluster_runs_serverless() -> None:
    assert codes(ON_CLUSTER, HOOK.format(NOTEBOOK)) == ["BF454"]
    assert codes(ON_CLUSTER, HOOK.format(NOTEBOOK + ", existing_cluster_id: c")) == []


def test_where_everything_is_serverless_nothing_is_said() -> None:
    assert codes(HOOK.format(NOTEBOOK)) == []


def test_a_model_on_serverless_compute_beside_a_cluster_is_meant_so() -> None:
    assert codes(HOOK.format(NOTEBOOK + ", existing_cluster_id: c")) == []


def test_tasks_that_run_no_code_of_their_own_need_no_cluster() -> None:
    for task in ("run_job_task: {job_id: 1}", "notebook_task: {notebook_path: /x, warehouse_id: w}"):
        assert codes(ON_CLUSTER, HOOK.format(task)) == []
