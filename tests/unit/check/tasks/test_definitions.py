from __future__ import annotations

import pytest

from brickform.sourced import Sourced
from support.resolved import CLUSTER, check_models, model, sourced, with_default

SMALL = f"{{job_cluster_key: small, new_cluster: {CLUSTER}}}"
ON_SMALL = "additional_task_settings: {job_cluster_key: small}"


@pytest.mark.parametrize(
    "setting",
    [
        f"job_clusters: [{SMALL}, {SMALL}], {ON_SMALL}",
        "environments: [{environment_key: e}, {environment_key: e}]",
        "parameters: [{name: p, default: a}, {name: p, default: b}]",
        "environment_variables: [{environment_variables_key: v}, {environment_variables_key: v}]",
    ],
)
def test_one_name_is_for_one_thing(setting: str) -> None:
    found = check_models(model(f"{{python_job_config: {{{setting}}}}}"))
    assert [item[0] for item in found] == ["BF452"]
    assert "twice" in found[0][2]


def test_one_name_in_two_lists_is_right() -> None:
    config = (
        "{python_job_config: {environments: [{environment_key: x}], parameters: [{name: x, default: a}]}}"
    )
    assert check_models(model(config)) == []


def test_a_job_cluster_is_there_to_be_used() -> None:
    found = check_models(model(f"{{python_job_config: {{job_clusters: [{SMALL}]}}}}"))
    assert [item[0] for item in found] == ["BF453"]
    hook = "post_hook_tasks: [{task_key: t, job_cluster_key: small}]"
    assert check_models(model(f"{{python_job_config: {{job_clusters: [{SMALL}], {hook}}}}}")) == []


def test_a_job_cluster_under_several_models_is_used_if_one_of_them_uses_it() -> None:
    default = sourced(f"{{job_clusters: [{SMALL}]}}", "brickform.yml")
    on_small = Sourced.mapping({**default.entries(), **sourced(f"{{{ON_SMALL}}}").entries()}, default.source)
    used = with_default(model("{}", name="used"), "python_job_config", on_small)
    unused = with_default(model("{}", name="unused"), "python_job_config", default)
    assert check_models(used, unused) == []
    assert [item[0] for item in check_models(unused)] == ["BF453"]
