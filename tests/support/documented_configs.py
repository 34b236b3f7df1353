"""Configs of Python models, by what dbt's pages on Databricks document.

https://docs.getdbt.com/reference/resource-configs/databricks-configs#python-submission-methods
https://docs.getdbt.com/docs/build/python-models#configuring-python-models
https://github.com/databricks/dbt-databricks/blob/main/docs/guides/workflow-job-submission.md
"""

from __future__ import annotations

from pathlib import Path

CLUSTER = 'job_cluster_config: {spark_version: "15.4.x-scala2.12", node_type_id: i3.xlarge, num_workers: 1}'

CONFIGS = {
    # --- one method each, with what it needs -----------------------------------------------------
    "all_purpose_by_id": "{submission_method: all_purpose_cluster, cluster_id: 0923-164208-meows279}",
    "all_purpose_by_number": "{submission_method: all_purpose_cluster, cluster_id: 164208}",
    "all_purpose_by_path": "{http_path: sql/protocolv1/o/12345/0923-164208-meows279, create_notebook: true}",
    "all_purpose_is_the_default": "{cluster_id: 0923-164208-meows279}",
    "job_cluster": f"{{submission_method: job_cluster, {CLUSTER}}}",
    "job_cluster_with_a_notebook": f"{{submission_method: job_cluster, create_notebook: true, {CLUSTER}}}",
    "serverless": "{submission_method: serverless_cluster, create_notebook: true}",
    "workflow_serverless": "{submission_method: workflow_job}",
    "workflow_cluster": f"{{submission_method: workflow_job, {CLUSTER}}}",
    "workflow_existing": "{submission_method: workflow_job, cluster_id: 0923-164208-meows279}",
    # --- the table of keys -------------------------------------------------------------------------
    "timeout": f"{{submission_method: job_cluster, timeout: 3600, {CLUSTER}}}",
    "no_timeout": "{submission_method: serverless_cluster, timeout: 0}",
    "packages": f"{{submission_method: job_cluster, packages: [pandas==2.2.3, 'numpy>=1.24'], {CLUSTER}}}",
    "index_url": """
submission_method: workflow_job
packages: [numpy==1.26.4]
index_url: https://pypi.example.com/simple
""",
    "notebook_scoped": """
submission_method: workflow_job
packages: [chispa==0.10.1]
notebook_scoped_libraries: true
""",
    "additional_libs": f"""
submission_method: job_cluster
{CLUSTER}
additional_libs:
  - jar: /Volumes/main/libs/a.jar
  - whl: /Volumes/main/libs/a-1.0-py3-none-any.whl
  - maven: {{coordinates: "org.jsoup:jsoup:1.18.1", exclusions: ["slf4j:slf4j"]}}
  - cran: {{package: forecast}}
  - requirements: /Volumes/main/libs/requirements.txt
""",
    "access_control": """
submission_method: serverless_cluster
access_control_list:
  - {user_name: ada@example.com, permission_level: CAN_VIEW}
  - {group_name: data, permission_level: CAN_MANAGE_RUN}
  - {service_principal_name: 2b9b1d5c-5a0e-4d8e-9d39-0f6d6c7f1f2a, permission_level: CAN_MANAGE}
notebook_access_control_list:
  - {user_name: ada@example.com, permission_level: CAN_READ}
  - {user_name: bob@example.com, permission_level: CAN_EDIT}
""",
    "user_folder": "{submission_method: workflow_job, user_folder_for_python: false}",
    "environment": """
submission_method: serverless_cluster
environment_key: ml
environment_dependencies: [requests==2.32.3]
""",
    # --- python_job_config -------------------------------------------------------------------------
    "job_by_name": "{submission_method: workflow_job, python_job_config: {name: nightly orders}}",
    "job_by_id": "{submission_method: workflow_job, python_job_config: {existing_job_id: 12341234}}",
    "job_by_quoted_id": "{submission_method: workflow_job, python_job_config: {existing_job_id: '12341234'}}",
    "existing_cluster_id": """
submission_method: workflow_job
python_job_config: {existing_cluster_id: 1234a-123-1234}
""",
    "existing_cluster_id_null": f"""
submission_method: workflow_job
{CLUSTER}
python_job_config: {{existing_cluster_id: null}}
""",
    "job_run_settings": f"""
submission_method: job_cluster
{CLUSTER}
python_job_config:
  email_notifications: {{on_start: [], on_success: [a@example.com], on_failure: [b@example.com]}}
  webhook_notifications: {{on_failure: [{{id: 0481e838-0a59-4eff-9541-a4ca6f149574}}]}}
  notification_settings: {{no_alert_for_skipped_runs: true, no_alert_for_canceled_runs: false}}
  timeout_seconds: 18000
  health: {{rules: [{{metric: RUN_DURATION_SECONDS, op: GREATER_THAN, value: 3600}}]}}
  environments:
    - {{environment_key: e, spec: {{environment_version: "2", dependencies: [polars==1.9.0]}}}}
  grants: {{view: [{{group_name: marketing}}], run: [{{user_name: ada@example.com}}], manage: []}}
""",
    "workflow_settings": """
submission_method: workflow_job
python_job_config:
  tags: {team: data, cost_centre: 42}
  schedule: {quartz_cron_expression: "0 0 4 * * ?", timezone_id: UTC, pause_status: UNPAUSED}
  max_concurrent_runs: 1
  queue: {enabled: true}
  parameters: [{name: day, default: "2025-01-01"}]
  max_retries: 2
  additional_task_settings: {task_key: my_dbt_task}
  post_hook_tasks:
    - task_key: OPTIMIZE_AND_VACUUM
      depends_on: [{task_key: my_dbt_task}]
      notebook_task: {notebook_path: /my_notebook_path, source: WORKSPACE}
  grants:
    view: [{group_name: marketing-team}]
    run: [{user_name: someone@example.com}]
    manage: []
""",
    "reusable_cluster": """
submission_method: workflow_job
python_job_config:
  additional_task_settings: {task_key: task_a, job_cluster_key: cluster_a}
  post_hook_tasks:
    - depends_on: [{task_key: task_a}]
      task_key: OPTIMIZE_AND_VACUUM
      job_cluster_key: cluster_a
      notebook_task:
        notebook_path: /OPTIMIZE_AND_VACUUM
        source: WORKSPACE
        base_parameters: {schema: "{{ target.schema }}", table_name: orders}
  job_clusters:
    - job_cluster_key: cluster_a
      new_cluster:
        spark_version: "{{ var('dbr_versions')['lts_v14'] }}"
        node_type_id: "{{ var('cluster_node_types')['large_job'] }}"
        runtime_engine: "{{ var('job_cluster_defaults.runtime_engine') }}"
        autoscale: {min_workers: 1, max_workers: 2}
""",
    # --- keys of any model ---------------------------------------------------------------------------
    "table": """
submission_method: workflow_job
materialized: table
file_format: delta
location_root: /mnt/root
partition_by: [date_day]
tblproperties: {this.is.my.key: 12}
databricks_tags: {my_tag: my_value}
compression: zstd
tags: [python]
meta: {custom_value: "111"}
""",
    "clustered": "{submission_method: workflow_job, liquid_clustered_by: [day], auto_liquid_cluster: true}",
    "buckets": "{submission_method: workflow_job, clustered_by: country_code, buckets: 8}",
    "merge": """
submission_method: workflow_job
materialized: incremental
incremental_strategy: merge
unique_key: id
on_schema_change: append_new_columns
unique_tmp_table_suffix: true
target_alias: t
source_alias: s
matched_condition: t.changed_at < s.changed_at
not_matched_condition: s.id is not null
not_matched_by_source_condition: t.changed_at < current_timestamp()
not_matched_by_source_action: delete
skip_matched_step: false
skip_not_matched_step: false
merge_with_schema_evolution: true
""",
    "append": "{submission_method: workflow_job, materialized: incremental, incremental_strategy: append}",
    "values_for_the_code": """
submission_method: workflow_job
target_name: "{{ target.name }}"
specific_var: "{{ var('specific_var') }}"
""",
}

PROJECT = """\
name: shop
models:
  - name: orders
    description: My transformation written in Python
    config:
{config}
    columns: [{{name: id, data_tests: [unique, not_null]}}]
vars:
  specific_var: 5
  dbr_versions: {{lts_v14: 14.3.x-scala2.12}}
  cluster_node_types: {{large_job: i3.2xlarge}}
  job_cluster_defaults: {{runtime_engine: PHOTON}}
"""

MODEL = """\
def model(dbt, session):
    return session.table("raw.orders")
"""


def project_file(config: str) -> str:
    """Return a brickform.yml with one model that has the config."""
    return PROJECT.format(config="\n".join(f"      {line}" for line in config.strip().splitlines()))


def write_project(folder: Path, text: str) -> None:
    """Write a brickform.yml, and the model that it is about."""
    (folder / "brickform.yml").write_text(text, encoding="utf-8", errors="surrogatepass")
    (folder / "models").mkdir(exist_ok=True)
    (folder / "models" / "orders.py").write_text(MODEL, encoding="utf-8")
