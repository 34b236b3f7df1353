from __future__ import annotations

import pytest

from brickform.resolve.project import Relation
from support.resolved import CLUSTER, DEV, check_models, model, sourced

HOOKS = "{{python_job_config: {{post_hook_tasks: [{}]}}}}"


@pytest.mark.parametrize(
    ("config", "code", "words"),
    [
        (HOOKS.format("{task_key: t}, {task_key: t}"), "BF414", "'t'"),
        (HOOKS.format("{task_key: inner_notebook}"), "BF414", "'inner_notebook'"),
        (HOOKS.format("{task_key: t, depends_on: [{task_key: inner_notebok}]}"), "BF415", "'inner_notebok'"),
        (
            HOOKS.format(
                "{task_key: a, depends_on: [{task_key: b}]}, {task_key: b, depends_on: [{task_key: a}]}"
            ),
            "BF419",
            "a -> b -> a",
        ),
        (HOOKS.format("{task_key: a, depends_on: [{task_key: a}]}"), "BF419", "'a' waits for itself"),
        (HOOKS.format("{task_key: t, job_cluster_key: k}"), "BF416", "'k'"),
        (
            HOOKS.format("{task_key: t, existing_cluster_id: c, new_cluster: " + CLUSTER + "}"),
            "BF417",
            "new_cluster",
        ),
        (HOOKS.format("{task_key: t, environment_key: e}"), "BF418", "'e'"),
        (HOOKS.format("{task_key: t, libraries: [{jar: x}]}"), "BF403", "'t'"),
        ("{additional_libs: [{jar: x}]}", "BF403", "inner_notebook"),
        ("{submission_method: job_cluster}", "BF408", "job_cluster_config"),
        ("{submission_method: all_purpose_cluster}", "BF409", "cluster_id"),
        ("{python_job_config: {additional_task_settings: {sql_task: {}}}}", "BF404", "'sql_task'"),
    ],
)
def test_a_wrong_model_is_reported_once(config: str, code: str, words: str) -> None:
    found = check_models(model(config))
    assert [item[0] for item in found] == [code]
    assert words in found[0][2]


@pytest.mark.parametrize(
    "config",
    [
        HOOKS.format("{task_key: t, depends_on: [{task_key: inner_notebook}]}"),
        "{python_job_config: {job_clusters: [{job_cluster_key: k, new_cluster: " + CLUSTER + "}],"
        " additional_task_settings: {job_cluster_key: k}}}",
        "{submission_method: all_purpose_cluster, http_path: /sql/protocolv1/o/12/0123-456-abc}",
    ],
)
def test_a_right_model_is_not_reported(config: str) -> None:
    assert check_models(model(config)) == []


def test_an_all_purpose_model_runs_on_the_cluster_of_the_profile() -> None:
    on_cluster = DEV._replace(http_path="/sql/protocolv1/o/12/0123-456-abc")
    on_warehouse = DEV._replace(http_path="/sql/1.0/warehouses/abc")
    one = model("{submission_method: all_purpose_cluster}")
    assert check_models(one, target=on_cluster) == []
    assert [item[0] for item in check_models(one, target=on_warehouse)] == ["BF409"]


def test_one_key_for_two_models_or_for_a_model_and_a_cluster() -> None:
    one = model("{}", name="a.b", relation=Relation("main", "analytics", "one"))
    other = model("{}", name="a_b")
    assert [item[0] for item in check_models(one, other)] == ["BF410"]
    clusters = sourced(f"Orders: {CLUSTER}")
    assert [item[0] for item in check_models(model("{}"), clusters=clusters)] == ["BF410"]


def test_a_cluster_key_has_to_be_one_of_a_resource() -> None:
    keys = ("shared ml", "'../x'", "fine")
    clusters = sourced("{" + ", ".join(f"{key}: {CLUSTER}" for key in keys) + "}")
    assert [item[0] for item in check_models(model("{}"), clusters=clusters)] == ["BF430", "BF430"]


def test_one_job_name_is_right_only_where_both_jobs_are_adopted() -> None:
    same = "{{python_job_config: {{name: {}, existing_job_id: '{}'}}}}"
    found = check_models(
        model("{python_job_config: {name: nightly}}", name="a"),
        model("{python_job_config: {name: Nightly}}", name="b"),
    )
    assert [item[0] for item in found] == ["BF411"]
    adopted = [model(same.format("n", number), name=name) for number, name in ((1, "a"), (2, "b"))]
    assert check_models(*adopted) == []


def test_one_job_is_adopted_once() -> None:
    config = "{{python_job_config: {{existing_job_id: {}}}}}"
    twice = (model(config.format(7), name="a"), model(config.format("'7'"), name="b"))
    assert [item[0] for item in check_models(*twice)] == ["BF413"]
    found = check_models(model(config.format(7)), adopted_in={"7": ("dev", "prod")})
    assert [item[0] for item in found] == ["BF413"]
    assert "dev, prod" in found[0][2]


def test_an_adopted_job_in_a_target_for_development_is_a_warning() -> None:
    adopted = model("{python_job_config: {existing_job_id: 7}}")
    assert check_models(adopted) == []
    assert check_models(adopted, target=DEV._replace(mode="production")) == []
    (found,) = check_models(adopted, target=DEV._replace(mode="development"))
    assert found[0] == "BF477"


def test_two_models_on_one_table_share_a_notebook_path() -> None:
    relation = Relation("main", "analytics", "same")
    found = check_models(
        model("{python_job_config: {name: x}}", name="a", relation=relation),
        model("{python_job_config: {name: y}}", name="b", relation=relation),
    )
    assert [item[0] for item in found] == ["BF412"]


def test_a_previous_name_is_of_no_model_today() -> None:
    renamed = model("{previous_names: [old]}", name="new")
    assert check_models(renamed) == []
    found = check_models(renamed, model("{}", name="old"))
    assert [item[0] for item in found] == ["BF421"]
    assert check_models(model("{previous_names: [orders]}"))[0][0] == "BF421"
    assert check_models(renamed, model("{release: true}", name="old"))[0][0] == "BF421"


def test_a_previous_name_leads_to_one_model() -> None:
    found = check_models(
        model("{previous_names: [old]}", name="a", relation=Relation("main", "s", "a")),
        model("{release: true, previous_names: [x, old]}", name="b"),
    )
    assert [item[0] for item in found] == ["BF422"]
    assert "'old'" in found[0][2]
    assert "'a'" in found[0][2]


def test_a_released_model_still_has_its_key() -> None:
    relation = Relation("main", "analytics", "one")
    found = check_models(model("{release: true}", name="a.b", relation=relation), model("{}", name="a_b"))
    assert [item[0] for item in found] == ["BF410"]
