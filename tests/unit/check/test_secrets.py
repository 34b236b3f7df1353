from __future__ import annotations

import pytest

from support.resolved import CLUSTER, check_models, model, sourced

TOKEN = "dapi" + "0123456789abcdef" * 2
TASK = "{{python_job_config: {{post_hook_tasks: [{{task_key: t, spark_python_task: {}}}]}}}}"


@pytest.mark.parametrize(
    ("config", "name"),
    [
        (f"{{job_cluster_config: {{spark_conf: {{a.b: {TOKEN}}}}}}}", "a.b"),
        ("{job_cluster_config: {spark_env_vars: {DB_PASSWORD: x}}}", "DB_PASSWORD"),
        ("{python_job_config: {parameters: [{name: password, default: x}]}}", "password"),
        (TASK.format("{python_file: /x, parameters: [--password, x]}"), "password"),
        (TASK.format("{python_file: /x, parameters: [db.password=x]}"), "db.password"),
        (TASK.format(f"{{python_file: /x, parameters: [{TOKEN}]}}"), "parameters"),
        ("{index_url: 'https://a:b@example.com'}", "index_url"),
        ("{meta: {owner: {password: x}}}", "password"),
    ],
)
def test_a_secret_is_found_wherever_it_stands_and_never_shown(config: str, name: str) -> None:
    ((code, _, summary),) = [item for item in check_models(model(config)) if item[0] == "BF470"]
    assert (code, summary) == ("BF470", f"'{name}' holds a secret in plain text")


@pytest.mark.parametrize(
    "config",
    [
        "{job_cluster_config: {spark_env_vars: {DB_PASSWORD: '{{secrets/scope/key}}'}}}",
        "{python_job_config: {parameters: [{name: max_tokens, default: 100}, {name: token, default: ''}]}}",
        TASK.format("{python_file: /x, parameters: [--password, --user, x]}"),
        TASK.format("{python_file: /x, parameters: [--password-file, /x]}"),
        "{unique_key: customer_account_key, tags: [secret], index_url: 'https://example.com'}",
    ],
)
def test_no_secret_is_seen_where_there_is_none(config: str) -> None:
    assert [item for item in check_models(model(config)) if item[0] == "BF470"] == []


def test_one_place_is_reported_once_however_many_models_share_it() -> None:
    models = [model(f"{{meta: {{a: {TOKEN}}}}}", name=name) for name in "ab"]
    assert [item[0] for item in check_models(*models)] == ["BF470"]


def test_a_shared_cluster_may_hold_one() -> None:
    clusters = sourced(f"one: {CLUSTER.replace('}', f', spark_env_vars: {{A: {TOKEN}}}}}')}")
    assert [item[0] for item in check_models(model("{}"), clusters=clusters)] == ["BF470"]
