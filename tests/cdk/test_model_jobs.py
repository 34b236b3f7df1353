"""What ``ModelJobs`` makes of a project that the examples do not show."""

from __future__ import annotations

import warnings
from importlib import import_module
from pathlib import Path
from typing import Any

import jsii
import pytest
import yaml

from brickform.cdktf import ConfigError, ConfigWarning, ModelJobs
from brickform.errors import UsageError
from support.cdk import CDK, CDKS, Json, synthesised
from support.examples import EXAMPLES

CDKTF = next(cdk for cdk in CDKS if cdk.name == "cdktf")
"""The one whose bindings stop at provider 1.99."""
TARGETS = {"prod": {"catalog": "main", "schema": "shop"}}


def project(folder: Path, **configs: Json) -> Path:
    """Write a project with one model for each of the configs."""
    (folder / "models").mkdir(parents=True)
    models = [{"name": name, "config": config} for name, config in configs.items()]
    content = {"name": "shop", "targets": TARGETS, "models": models}
    (folder / "brickform.yml").write_text(yaml.safe_dump(content, sort_keys=False), "utf-8")
    for name in configs:
        (folder / "models" / f"{name}.py").write_text("def model(dbt, session):\n    return 1\n", "utf-8")
    return folder


def workflow(**settings: Any) -> Json:
    return {"submission_method": "workflow_job", "python_job_config": settings}


def jobs_of(cdk: CDK, folder: Path, tmp_path: Path, **given: Any) -> Json:
    app = cdk.app(tmp_path / "out")
    ModelJobs(cdk.stack(app), "models", project=folder, **given)
    jobs: Json = synthesised(app)["resource"]["databricks_job"]
    return jobs


def test_every_stack_has_the_notebooks_of_its_own_target(cdk: CDK, tmp_path: Path) -> None:
    app = cdk.app(tmp_path)
    for target in ("dev", "prod"):
        ModelJobs(cdk.stack(app, target), "models", project=EXAMPLES / "plain", target=target)
    app.synth()
    for target, catalog in (("dev", "weather_dev"), ("prod", "weather")):
        (notebook,) = (tmp_path / "stacks" / target).rglob("stations.py")
        generated = EXAMPLES / "plain" / "expected" / "terraform" / target / "notebooks" / catalog
        assert notebook.read_text("utf-8") == (generated / "main" / "stations.py").read_text("utf-8")


def test_template_openers_are_text(cdk: CDK, tmp_path: Path) -> None:
    settings = workflow(description="costs ${5} and 5 %{ if", tags={"a${b}": "%{c}", "$": "%"})
    (job,) = jobs_of(cdk, project(tmp_path / "p", orders=settings), tmp_path).values()
    assert job["description"] == "costs $${5} and 5 %%{ if"
    assert job["tags"] == {"a$${b}": "%%{c}", "$": "%"}


def test_attributes_of_other_constructs_come_in_as_variables(cdk: CDK, tmp_path: Path) -> None:
    settings = workflow(tags={"policy": "{{ var('policy') }} of ${TfToken[TOKEN.9999]}"})
    app = cdk.app(tmp_path / "out")
    stack = cdk.stack(app)
    policy = cdk.resource("cluster_policy", "ClusterPolicy")(stack, "policy", name="small")
    folder = project(tmp_path / "p", orders=settings)
    ModelJobs(stack, "models", project=folder, vars={"policy": policy.id, "other": [1, {"x": policy.name}]})
    (job,) = synthesised(app)["resource"]["databricks_job"].values()
    assert job["tags"]["policy"] == '${databricks_cluster_policy.policy.id} of ${"$"}{TfToken[TOKEN.9999]}'


def test_an_attribute_of_a_construct_cannot_go_into_a_notebook(cdk: CDK, tmp_path: Path) -> None:
    stack = cdk.stack(cdk.app(tmp_path / "out"))
    policy = cdk.resource("cluster_policy", "ClusterPolicy")(stack, "policy", name="small")
    merge = {"materialized": "incremental", "incremental_strategy": "merge"}
    folder = project(tmp_path / "p", orders={**workflow(), **merge, "unique_key": "{{ var('policy') }}"})
    with pytest.raises(UsageError, match="the notebook of 'orders' cannot hold an attribute"):
        ModelJobs(stack, "models", project=folder, vars={"policy": policy.id})


def test_aspects_reach_every_job(cdk: CDK, tmp_path: Path) -> None:
    core = import_module(cdk.name)

    @jsii.implements(core.IAspect)
    class CostCentre:
        def visit(self, node: Any) -> None:
            if isinstance(node, cdk.resource("job", "Job")):
                node.tags = {**(node.tags_input or {}), "cost_centre": "7"}

    app = cdk.app(tmp_path / "out")
    models = ModelJobs(
        cdk.stack(app), "models", project=project(tmp_path / "p", orders=workflow(tags={"a": "b"}))
    )
    core.Aspects.of(models).add(CostCentre())
    (job,) = synthesised(app)["resource"]["databricks_job"].values()
    assert job["tags"] == {"a": "b", "cost_centre": "7"}


def test_unknown_fields_go_by_an_override_with_a_warning(tmp_path: Path) -> None:
    cluster = {"spark_version": "15.4.x-scala2.12", "node_type_id": "i3.xlarge", "num_workers": 1}
    flexibility = {"alternate_node_type_ids": ["${i3}"]}
    git = {"git_url": "https://example.com/a", "git_provider": "gitHub", "git_branch": "main"}
    settings = workflow(git_source={**git, "sparse_checkout": {"patterns": ["jobs"]}})
    settings["job_cluster_config"] = {**cluster, "worker_node_type_flexibility": flexibility}
    folder = project(tmp_path / "p", orders=settings)
    with pytest.warns(ConfigWarning) as warned:
        (job,) = jobs_of(CDKTF, folder, tmp_path).values()
    assert job["git_source"]["sparse_checkout"] == {"patterns": ["jobs"]}
    assert job["git_source"]["branch"] == "main"
    assert job["task"][0]["new_cluster"]["num_workers"] == 1
    assert job["task"][0]["new_cluster"]["worker_node_type_flexibility"] == {
        "alternate_node_type_ids": ["$${i3}"]
    }
    lines = (folder / "brickform.yml").read_text("utf-8").splitlines()
    for field in ("sparse_checkout", "worker_node_type_flexibility"):
        (line,) = (number for number, text in enumerate(lines, 1) if f"{field}:" in text)
        (said,) = (str(item.message) for item in warned if f"'{field}'" in str(item.message))
        assert f"p/brickform.yml:{line}:" in said
        assert "is passed by an override: cdktf_cdktf_provider_databricks does not know it" in said


def test_long_numbers_keep_their_digits(cdk: CDK, tmp_path: Path) -> None:
    settings = workflow(post_hook_tasks=[{"task_key": "next", "run_job_task": {"job_id": 2**60 + 1}}])
    with warnings.catch_warnings():
        warnings.simplefilter("error", ConfigWarning)
        (job,) = jobs_of(cdk, project(tmp_path / "p", orders=settings), tmp_path).values()
    (number,) = (task["run_job_task"]["job_id"] for task in job["task"] if "run_job_task" in task)
    assert number == "1152921504606846977"


def test_errors_are_one_exception_with_the_report(cdk: CDK, tmp_path: Path) -> None:
    folder = project(tmp_path / "p", orders=workflow(timeout_second=1, tags=[1]))
    with pytest.raises(ConfigError) as raised:
        jobs_of(cdk, folder, tmp_path)
    assert "did you mean 'timeout_seconds'?" in str(raised.value)
    assert str(raised.value).endswith("2 errors")


def test_a_misspelt_key_has_a_suggestion(cdk: CDK, tmp_path: Path) -> None:
    folder = project(tmp_path / "p", orders=workflow())
    models = ModelJobs(cdk.stack(cdk.app(tmp_path)), "models", project=folder)
    with pytest.raises(UsageError, match="has no job 'order'; did you mean 'orders'"):
        models.job("order")
    with pytest.raises(UsageError, match=r"has no cluster 'order'$"):
        models.cluster("order")


def test_a_renamed_model_moves_its_resources_and_no_other(cdk: CDK, tmp_path: Path) -> None:
    grants = {"view": [{"group_name": "g"}]}
    before = resources(
        cdk, project(tmp_path / "a", old=workflow(grants=grants), kept=workflow()), tmp_path / "1"
    )
    renamed = {**workflow(grants=grants), "previous_names": ["old"]}
    after = resources(cdk, project(tmp_path / "b", new=renamed, kept=workflow()), tmp_path / "2")
    moved = {block["from"]: block["to"] for block in after["moved"]}
    assert {moved.get(address, address) for address in addresses(before)} == set(addresses(after))
    assert len(moved) == 4


def test_a_released_model_is_removed_without_being_destroyed(cdk: CDK, tmp_path: Path) -> None:
    before = resources(cdk, project(tmp_path / "a", orders=workflow()), tmp_path / "1")
    released = resources(cdk, project(tmp_path / "b", orders={**workflow(), "release": True}), tmp_path / "2")
    assert set(addresses(before)) <= {block["from"] for block in released["removed"]}
    assert "resource" not in released
    assert released["terraform"]["required_version"] == ">= 1.7.0"


def test_an_adopted_job_is_imported(cdk: CDK, tmp_path: Path) -> None:
    stack = resources(cdk, project(tmp_path / "a", orders=workflow(existing_job_id=7)), tmp_path / "1")
    ((name, job),) = stack["resource"]["databricks_job"].items()
    assert job["lifecycle"] == {"prevent_destroy": True}
    assert stack["import"] == [{"id": "7", "to": f"databricks_job.{name}"}]


def resources(cdk: CDK, folder: Path, out: Path) -> Json:
    app = cdk.app(out)
    ModelJobs(cdk.stack(app), "models", project=folder)
    return synthesised(app)


def addresses(stack: Json) -> list[str]:
    return [f"{kind}.{name}" for kind, items in stack["resource"].items() for name in items]
