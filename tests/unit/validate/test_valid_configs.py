"""Configs that are right, in every way that the dbt page and dbt-databricks allow."""

from __future__ import annotations

import pytest

from brickform.read.yaml_source import read_yaml
from brickform.validate.schema import model_shape

EVERYTHING_OF_THE_PAGE = """\
submission_method: workflow_job
materialized: incremental
incremental_strategy: merge
unique_key: [id, day]
python_job_config:
  name: nightly orders
  existing_job_id: 90071992547409931
  existing_cluster_id: 0611-abc-7
  max_retries: 1
  min_retry_interval_millis: 60000
  timeout_seconds: 900
  email_notifications: {on_start: [], on_failure: [ops@example.com]}
  webhook_notifications: {on_success: [{id: 17a1}]}
  notification_settings: {no_alert_for_skipped_runs: true}
  health: {rules: [{metric: RUN_DURATION_SECONDS, op: GREATER_THAN, value: 600}]}
  environments: [{environment_key: e, spec: {environment_version: "4", dependencies: [polars]}}]
  job_clusters:
    - job_cluster_key: shared
      new_cluster: {spark_version: 16.4.x-scala2.12, autoscale: {min_workers: 2, max_workers: 3}}
  additional_task_settings:
    {task_key: build, job_cluster_key: shared, notebook_task: {base_parameters: {n: 3}}}
  post_hook_tasks:
    - task_key: vacuum
      depends_on: [{task_key: build}]
      job_cluster_key: shared
      notebook_task: {notebook_path: /Shared/vacuum, source: WORKSPACE, base_parameters: {table: orders}}
    - {task_key: notify, cluster_id: 0611-abc-7, run_if: ALL_DONE, spark_python_task: {python_file: /a.py}}
  grants:
    view: [{group_name: analysts}]
    run: [{user_name: ada@example.com}, {service_principal_name: 2b9b1d5c-5a0e-4d8e-9d39-0f6d6c7f1f2a}]
    manage: []
job_cluster_config: {runtime_engine: STANDARD, data_security_mode: SINGLE_USER, node_type_id: m}
packages: [polars, "pyarrow>=17"]
index_url: https://pypi.example.com/simple
notebook_scoped_libraries: false
"""


@pytest.mark.parametrize(
    "config",
    [
        EVERYTHING_OF_THE_PAGE,
        "{}",
        "python_job_config:",
        "python_job_config: {existing_cluster_id: null, run_as: null, schedule: null, tags: {a: null}}",
        'python_job_config: {existing_job_id: "12"}',
        'python_job_config: {existing_job_id: ""}',
        "python_job_config: {grants: {view: [{user_name: null, group_name: a}]}}",
        "python_job_config: {access_control_list: [{user_name: a, permission_level: IS_OWNER}]}",
        "python_job_config: {git_source: {git_url: 'https://g', git_provider: gitHub, git_branch: main}}",
        "python_job_config: {notebook_task: {base_parameters: {a: b}}, libraries: [{jar: /a.jar}]}",
        "python_job_config: {tags: {build: 7, on: 1.0, live: true}}",
        "job_cluster_config: {spark_conf: {spark.a: 2, spark.b: 0.5, spark.c: false}, policy_id: 5}",
        "{submission_method: all_purpose_cluster, cluster_id: 123456, create_notebook: true, timeout: 0}",
        "{submission_method: all_purpose_cluster, http_path: sql/protocolv1/o/1/2}",
        "{submission_method: serverless_cluster, environment_key: e, environment_dependencies: [polars]}",
        "{access_control_list: [{group_name: a, permission_level: CAN_VIEW}]}",
        "{notebook_access_control_list: [{group_name: a, permission_level: CAN_EDIT}]}",
        "{additional_libs: [{maven: {coordinates: 'a:b:1'}}], user_folder_for_python: false}",
        "{tags: nightly, meta: {owner: me}, partition_by: day, schema: s, alias: a, enabled: true}",
        "{my_own: {nested: [1, 2.0, null]}, post-hook: [select 1], grants: {select: [x]}, tblproperties: {}}",
    ],
)
def test_a_right_config_passes_the_gate_and_the_explanation(config: str) -> None:
    document, _ = read_yaml(config, "models.yml")
    assert document is not None
    assert model_shape().gate_accepts(document)
    assert model_shape().explain(document.value) == []


@pytest.mark.parametrize(
    "config",
    [
        "{timeout: 2.0}",
        "{python_job_config: {max_retries: 2.0}}",
        "{python_job_config: {post_hook_tasks: [{task_key: a, run_job_task: {job_id: 2.0}}]}}",
        "{job_cluster_config: {spark_version: x, autoscale: {min_workers: 1, max_workers: 2.0}}}",
    ],
)
def test_the_gate_finds_a_float_for_an_integer_wherever_it_is_written(config: str) -> None:
    wrong, _ = read_yaml(config, "models.yml")
    right, _ = read_yaml(config.replace("2.0", "2"), "models.yml")
    assert wrong is not None
    assert right is not None
    assert (model_shape().gate_accepts(right), model_shape().gate_accepts(wrong)) == (True, False)
