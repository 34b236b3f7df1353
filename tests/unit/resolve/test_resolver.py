from __future__ import annotations

from typing import Any

import pytest

MODEL = """
def model(dbt, session):
    dbt.config({config})
    {body}
    return session.sql("select 1")
"""
PLAIN_MODEL = MODEL.format(config="own=1", body="")


def test_disabled_models_are_skipped(resolve_files: Any, dbt_files: Any) -> None:
    more = {
        "models/in_file.py": MODEL.format(config="enabled=False, materialized='view'", body=""),
        "models/by_tree.py": PLAIN_MODEL,
        "models/by_var.py": PLAIN_MODEL,
        "models/by_var.yml": "models: [{name: by_var, config: {enabled: \"{{ target.name == 'prod' }}\"}}]",
    }
    files = dbt_files(project="models: {shop: {by_tree: {+enabled: false}}}", more=more)
    resolved = resolve_files(files)
    assert resolved.codes() == []
    assert [model.name for model in resolved.project.models] == ["orders"]
    prod = resolve_files(files, target="prod")
    assert [model.name for model in prod.project.models] == ["by_var", "orders"]


def test_what_the_code_asks_its_config_for(resolve_files: Any, dbt_files: Any) -> None:
    body = "; ".join(
        f"dbt.config.{call}"
        for call in ("get('own')", "get('materialized')", "get('tags')", "get('no', 1)", "meta_get('m')")
    )
    code = MODEL.format(config="own={'k': [1]}", body=body)
    properties = "models: [{name: orders, config: {meta: {m: 2, unasked: 3}}}]"
    model = resolve_files(dbt_files(code=code, properties=properties)).model("orders")
    assert model.config_gets == {"own": {"k": [1]}, "materialized": "table", "tags": []}
    assert model.meta_gets == {"m": 2}


def test_the_rest_of_the_result(resolve_files: Any, dbt_files: Any) -> None:
    brickform = """
notebook_root: /Workspace/Shared/{{ project_name }}
clusters:
  ml: {spark_version: "{{ var('lts') }}"}
vars: {lts: 15.4.x-scala2.12}
targets: {prod: {notebook_root: /Workspace/prod}}
"""
    files = dbt_files(properties="models: [{name: orders}]", more={"brickform.yml": brickform})
    resolved = resolve_files(files, select=("ord*",))
    project = resolved.project
    assert resolved.codes() == []
    assert (project.name, project.notebook_root) == ("shop", "/Workspace/Shared/shop")
    assert project.clusters.value == {"ml": {"spark_version": "15.4.x-scala2.12"}}
    assert str(project.clusters.source.find(("ml", "spark_version")).location) == "brickform.yml:4:23"
    assert project.selected == {"model.shop.orders"}
    assert str(project.models[0].source.location) == "models/schema.yml:1:10"
    assert project.models[0].fqn == ("shop", "staging", "orders")
    assert resolve_files(files, target="prod").project.notebook_root == "/Workspace/prod"


ADOPTED = """
targets:
  dev: {models: {orders: {python_job_config: {existing_job_id: 9007199254740993}}}}
  prod: {models: {orders: {python_job_config: {existing_job_id: "22"}}}}
  broken: {catalog: "{{ env_var('NOT_SET') }}", schema: s}
"""


def test_adopted_jobs_of_all_targets(resolve_files: Any, dbt_files: Any) -> None:
    code = MODEL.format(config="python_job_config={'existing_job_id': '33'}", body="")
    more = {"brickform.yml": ADOPTED, "models/items.py": code}
    resolved = resolve_files(dbt_files(more=more))
    assert resolved.codes() == []
    assert resolved.project.adopted_in == {
        "22": ("prod",),
        "33": ("dev", "prod"),
        "9007199254740993": ("dev",),
    }


def test_problems_of_other_targets_are_theirs(resolve_files: Any, dbt_files: Any) -> None:
    properties = """
models:
  - name: orders
    config:
      python_job_config:
        existing_job_id: "{{ {'dev': '1'}[target.name] }}"
"""
    resolved = resolve_files(dbt_files(properties=properties))
    assert resolved.codes() == []
    assert resolved.project.adopted_in == {"1": ("dev",)}
    assert resolve_files(dbt_files(properties=properties), target="prod").codes() == ["BF211"]


@pytest.mark.parametrize("text", ["a\n", "a\n\n"])
def test_text_loses_its_last_newline_as_in_dbt(resolve_files: Any, dbt_files: Any, text: str) -> None:
    properties = f"models: [{{name: orders, config: {{meta: {{m: {text!r}}}}}}}]".replace("'", '"')
    config = resolve_files(dbt_files(properties=properties)).config("orders")
    assert config["meta"] == {"m": text[:-1]}


def test_all_problems_come_in_one_run(resolve_files: Any, dbt_files: Any) -> None:
    code = MODEL.format(config="materialized='view'", body="dbt.ref('nope'); dbt.source('a', 'b')")
    properties = 'models: [{name: orders, config: {a: "{{ x }}", b: "{{ var(\'y\') }}"}}]'
    resolved = resolve_files(dbt_files(code=code, properties=properties), select=("nothing",))
    assert set(resolved.codes()) == {"BF205", "BF211", "BF219", "BF220", "BF222", "BF225"}
