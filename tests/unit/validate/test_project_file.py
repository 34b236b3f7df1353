"""brickform.yml is checked as it was read: with Jinja in it, and with parts of configs."""

from __future__ import annotations

import pytest

from brickform.read.yaml_source import read_yaml
from brickform.validate import validate_project_file

WHOLE = """\
name: shop
model-paths: [models]
models:
  - name: orders
    description: any key of dbt
    config: {submission_method: workflow_job, packages: ["{{ var('package') }}"]}
vars: {package: polars, deep: {a: 1}}
defaults:
  python_job_config: {max_retries: "{{ var('retries') }}", schedule: {pause_status: PAUSED}}
  job_cluster_config: {policy_id: 123}
clusters:
  shared_ml:
    spark_version: "{{ var('version') }}"
    num_workers: "{{ var('workers') }}"
    permissions: [{group_name: data, level: CAN_RESTART}]
notebook_root: /Workspace/Shared/jobs
targets:
  dev:
    default: true
    host: https://dbc.example.com
    mode: development
    database: dev
    schema: "{{ env_var('USER') }}"
    vars: {package: pandas}
    run_as: {user_name: "{% if true %}a{% endif %}"}
    defaults: {python_job_config: {email_notifications: "{{ var('mails') }}"}}
    models:
      orders: {python_job_config: {post_hook_tasks: [{run_if: ALL_DONE}]}}
  prod:
"""


def check(text: str) -> list[str]:
    document, problems = read_yaml(text, "brickform.yml")
    assert document is not None
    assert list(problems) == []
    return [
        f"{found.location.line}:{found.location.column} {found.code.id} {found.summary}"
        for found in validate_project_file(document)
        if found.location
    ]


def test_a_whole_file_is_right() -> None:
    assert check(WHOLE) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- a", ["1:1 BF304 expected a mapping, found a list"]),
        ("target: {}", ["1:1 BF302 unknown key 'target'"]),
        ("models: [{config: {}}]", ["1:10 BF303 'name' is missing"]),
        ("models: [{name: a, config: {packages: a}}]", ["1:39 BF304 expected a list, found the text 'a'"]),
        ("targets: {dev: {mode: prod}}", ["1:23 BF305 'mode' cannot be 'prod'"]),
        (
            "targets: {dev: {defaults: {python_job_config: {max_retrys: 1}}}}",
            ["1:48 BF302 unknown key 'max_retrys'"],
        ),
        (
            "targets: {dev: {models: {a: {timeout: x}}}}",
            ["1:39 BF304 expected an integer, found the text 'x'"],
        ),
        ("targets: {dev: {run_as: {}}}", ["1:25 BF306 the principal is missing"]),
        ("clusters: {a: }", ["1:15 BF304 expected a mapping, found nothing"]),
        ("clusters: {a: {kind: b}}", ["1:22 BF305 'kind' cannot be 'b'"]),
        ("defaults: {python_job_config: {tasks: []}}", ["1:32 BF302 unknown key 'tasks'"]),
        (
            "allow_fields: [a.b, 'a[0]']",
            ["1:21 BF301 expected a key, or keys with dots between them, found the text 'a[0]'"],
        ),
        ("vars: '{{ a }}'\nname: 1", ["2:7 BF304 expected text, found the number 1"]),
    ],
)
def test_a_mistake_is_found_at_its_place(text: str, expected: list[str]) -> None:
    assert check(text) == expected
