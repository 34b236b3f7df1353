from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from brickform.compile.graph import ResourceGraph
from brickform.compile.model import Ref
from brickform.diagnostics import Severity
from brickform.emit.emitters import EMITTERS
from brickform.emit.options import EmitOptions
from brickform.emit.terraform import emit_terraform
from brickform.emit.terraform_expression import expression
from brickform.emit.terraform_folders import folder_files
from brickform.resolve.project import Target
from support.graphs import cluster, graph, job, merged, notebook, permissions, task, terraform

FOLDER_FILE = "notebooks__main__plain.folder.tf.json"


def job_body(settings: dict[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = terraform(graph(job(settings)))["resource"]["databricks_job"]["orders"]
    return body


def problems(settings: dict[str, Any]) -> list[tuple[str, str]]:
    _, found = emit_terraform(graph(job(settings)), EmitOptions())
    return [(item.code.id, ".".join(map(str, item.path))) for item in found]


def test_one_file_a_job_with_everything_that_belongs_to_it() -> None:
    resources = graph(
        job(),
        permissions=(
            permissions(Ref("job", "orders", "id"), group__data="CAN_VIEW"),
            permissions(Ref("notebook", "orders", "path"), user__a="CAN_READ"),
        ),
    )
    tree, found = emit_terraform(resources, EmitOptions())
    document = json.loads(tree.files["orders.job.tf.json"])
    assert not list(found)
    assert list(document["resource"]) == ["databricks_job", "databricks_notebook", "databricks_permissions"]
    assert document["resource"]["databricks_notebook"]["orders"] == {
        "path": "${databricks_directory.notebooks__main__plain.path}/orders",
        "source": "${path.module}/notebooks/main/plain/orders.py",
    }
    assert document["resource"]["databricks_permissions"] == {
        "job_orders": {
            "access_control": [{"group_name": "data", "permission_level": "CAN_VIEW"}],
            "job_id": "${databricks_job.orders.id}",
        },
        "notebook_orders": {
            "access_control": [{"permission_level": "CAN_READ", "user_name": "a"}],
            "notebook_path": "${databricks_notebook.orders.path}",
        },
    }
    assert document["output"]["orders"]["value"]["url"] == "${databricks_job.orders.url}"
    assert tree.files["notebooks/main/plain/orders.py"].startswith(b"# Databricks notebook source")
    assert (tree.format, tree.target, tree.layout) == ("terraform", "plain", "per-model")


def test_renames_by_place_and_not_by_name() -> None:
    loop = task("inner", libraries=[{"whl": "/a.whl"}])
    body = job_body(
        {
            "git_source": {
                "git_url": "https://github.com/a/b",
                "git_provider": "gitHub",
                "git_branch": "main",
            },
            "tags": {"tasks": "x", "parameters": "y", "git_url": "z"},
            "parameters": [{"name": "libraries", "default": "d"}],
            "job_clusters": [{"job_cluster_key": "jc", "new_cluster": {"spark_version": "15"}}],
            "environments": [{"environment_key": "e", "spec": {"environment_version": "4"}}],
            "tasks": [
                task(libraries=[{"pypi": {"package": "p"}}]),
                {"task_key": "each", "for_each_task": {"inputs": "[1]", "task": loop}},
                {"task_key": "jar", "spark_jar_task": {"main_class_name": "M", "parameters": ["tasks"]}},
            ],
        }
    )
    assert body["git_source"] == {"url": "https://github.com/a/b", "provider": "gitHub", "branch": "main"}
    assert body["tags"] == {"tasks": "x", "parameters": "y", "git_url": "z"}
    assert body["parameter"] == [{"name": "libraries", "default": "d"}]
    assert body["job_cluster"][0]["job_cluster_key"] == "jc"
    assert body["environment"][0]["environment_key"] == "e"
    assert body["task"][0]["library"] == [{"pypi": {"package": "p"}}]
    assert body["task"][1]["for_each_task"]["task"]["library"] == [{"whl": "/a.whl"}]
    assert body["task"][2]["spark_jar_task"]["parameters"] == ["tasks"]


def test_references_become_attributes() -> None:
    body = job_body({"tasks": [task(existing_cluster_id=Ref("cluster", "shared_ml", "id"))]})
    assert body["task"][0]["existing_cluster_id"] == "${databricks_cluster.shared_ml.id}"
    assert body["task"][0]["notebook_task"]["notebook_path"] == "${databricks_notebook.orders.path}"


def unescaped(text: str) -> str:
    """Read a template without expressions, as Terraform does."""
    rest = text.replace("$${", "escaped").replace("%%{", "escaped")
    assert "${" not in rest, text
    assert "%{" not in rest, text
    return text.replace("$${", "${").replace("%%{", "%{")


@given(st.text(alphabet="${}%ax "))
def test_every_string_and_map_key_is_escaped(text: str) -> None:
    (key, value) = next(iter(expression({text: [text]}).items()))
    assert unescaped(key) == text
    assert unescaped(value[0]) == text


def test_descriptions_and_defaults_are_no_templates() -> None:
    root = terraform(graph(job(), notebook_root="/Shared/${x}"))
    assert root["variable"]["notebook_root"]["default"] == "/Shared/${x}"


def test_empty_values_are_omitted_and_false_is_kept() -> None:
    body = job_body(
        {
            "email_notifications": {"on_start": [], "on_failure": None},
            "webhook_notifications": {},
            "queue": {"enabled": False},
            "parameters": [{"name": "p", "default": ""}],
        }
    )
    assert "email_notifications" not in body
    assert "webhook_notifications" not in body
    assert body["queue"] == {"enabled": False}
    assert body["parameter"] == [{"name": "p", "default": ""}]


def test_ids_stay_whole_numbers() -> None:
    tree, _ = emit_terraform(
        graph(job({"tasks": [{"task_key": "a", "run_job_task": {"job_id": 2**60 + 1}}]})), EmitOptions()
    )
    assert f'"job_id": {2**60 + 1}'.encode() in tree.files["orders.job.tf.json"]


def test_names_come_first_and_the_rest_is_sorted() -> None:
    body = job_body({"timeout_seconds": 1, "description": "d", "name": "n"})
    assert list(body)[:2] == ["name", "description"]
    assert list(body)[1:] == sorted(list(body)[1:])


@pytest.mark.parametrize(
    ("settings", "path"),
    [
        ({"duration_target": {"x": 1}}, "duration_target"),
        ({"run_as": {"group_name": "g"}}, "run_as.group_name"),
        (
            {"job_clusters": [{"job_cluster_key": "j", "new_cluster": {"autotermination_minutes": 9}}]},
            "job_clusters.0.new_cluster.autotermination_minutes",
        ),
        (
            {"tasks": [task(new_cluster={"autotermination_minutes": 9})]},
            "tasks.0.new_cluster.autotermination_minutes",
        ),
        ({"tasks": [task(environment_variables_key="x")]}, "tasks.0.environment_variables_key"),
        ({"trigger": {"pause_status": "PAUSED", "model": {"condition": "c"}}}, "trigger"),
    ],
)
def test_a_field_that_the_provider_refuses_is_left_out_at_its_line(
    settings: dict[str, Any], path: str
) -> None:
    assert problems(settings) == [("BF501", path)]
    assert f'"{path.rpartition(".")[2]}"' not in json.dumps(job_body(settings))


def test_a_name_in_a_map_is_no_field() -> None:
    assert not problems({"tags": {"duration_target": "x", "format": "y"}})


@pytest.mark.parametrize(
    ("settings", "path"),
    [
        ({"max_concurrent_runs": 0}, "max_concurrent_runs"),
        ({"tasks": [task(max_retries=0)]}, "tasks.0.max_retries"),
        (
            {"tasks": [task(new_cluster={"enable_elastic_disk": False})]},
            "tasks.0.new_cluster.enable_elastic_disk",
        ),
    ],
)
def test_a_zero_that_is_not_sent_is_said(settings: dict[str, Any], path: str) -> None:
    assert problems(settings) == [("BF502", path)]
    assert not problems({"max_concurrent_runs": 1, "tasks": [task(max_retries=1, retry_on_timeout=False)]})


def test_a_trigger_with_what_the_provider_wants_stays() -> None:
    trigger = {"pause_status": "PAUSED", "file_arrival": {"url": "s3://b/"}}
    assert job_body({"trigger": trigger})["trigger"] == trigger


def test_adopted_job_is_imported_and_protected() -> None:
    acl = permissions(Ref("job", "orders", "id"), group__data="CAN_VIEW")
    root = terraform(graph(job(existing_job_id="9007199254740993"), permissions=(acl,)))
    assert root["import"] == [{"id": "9007199254740993", "to": "databricks_job.orders"}]
    assert root["resource"]["databricks_job"]["orders"]["lifecycle"] == {"prevent_destroy": True}


def test_a_module_has_no_provider_and_hands_its_imports_over() -> None:
    target = Target("plain", "main", "plain", host="https://w")
    resources = graph(job(existing_job_id="1"), target=target)
    tree, _ = emit_terraform(resources, EmitOptions(module="jobs"))
    root = merged(tree)
    assert tree.layout == "module"
    assert "provider" not in root
    assert "import" not in root
    assert "databricks" in root["terraform"]["required_providers"]
    assert tree.notes == ('import {\n  to = module.jobs.databricks_job.orders\n  id = "1"\n}',)


def test_the_provider_has_the_host_of_the_target() -> None:
    assert "provider" not in terraform(graph(job()))
    target = Target("plain", "main", "plain", host="https://w")
    assert terraform(graph(job(), target=target))["provider"] == {"databricks": {"host": "https://w"}}


def test_only_the_notebook_folders_that_are_needed() -> None:
    def files(*notebooks: Any) -> set[str]:
        tree, _ = emit_terraform(graph(job(), notebooks=notebooks), EmitOptions())
        return {path for path in tree.files if path.startswith(("notebook_", "variables"))}

    home, shared = notebook("a"), notebook("b", shared=True)
    assert files() == set()
    assert files(home) == {"variables.tf.json", "notebook_home.tf.json"}
    assert files(shared) == {"variables.tf.json", "notebook_shared.tf.json"}
    assert files(home, shared) == {"variables.tf.json", "notebook_home.tf.json", "notebook_shared.tf.json"}


def test_notebooks_wait_for_their_folder_which_is_made_once() -> None:
    resources = graph(job(key="a"), job(key="b"), notebooks=(notebook("a"), notebook("b")))
    tree, _ = emit_terraform(resources, EmitOptions())
    assert json.loads(tree.files[FOLDER_FILE])["resource"] == {
        "databricks_directory": {
            "notebooks__main__plain": {"path": "${local.notebook_home}/brickform/shop/plain/main/plain"}
        }
    }
    assert sum(path.endswith(".folder.tf.json") for path in tree.files) == 1


@given(st.lists(st.text(min_size=1), min_size=2, max_size=2, unique=True))
def test_no_two_folders_share_a_key(schemas: list[str]) -> None:
    made = [notebook("a")._replace(path=f"brickform/shop/plain/main/{schema}/a") for schema in schemas]
    folders = dict(folder_files(graph(job(key="a"), notebooks=tuple(made))))
    assume(all("/" not in schema for schema in schemas))
    assert len(folders) == len(schemas)


def test_a_selection_writes_what_the_whole_project_writes() -> None:
    one, two = job(key="orders"), job(key="customers", existing_job_id="1")
    acl = permissions(Ref("job", "orders", "id"), group__data="CAN_VIEW")
    notebooks = (notebook("orders"), notebook("customers", shared=True))
    whole = graph(one, two, permissions=(acl,), notebooks=notebooks)
    for name, emit in EMITTERS.items():
        everything, _ = emit(whole, EmitOptions())
        for model in ("model.shop.orders", "model.shop.customers"):
            part, _ = emit(whole.select([model]), EmitOptions())
            assert part.files.items() <= everything.files.items(), name


@pytest.mark.parametrize("key", ["providers", "variables", "override", "price_override", "cluster_shared_ml"])
def test_no_key_meets_another_file(key: str) -> None:
    resources = graph(job(key=key), clusters=(cluster({"spark_version": "15"}, "shared_ml"),))
    tree, _ = emit_terraform(resources, EmitOptions())
    root_files = ["providers.tf.json", "variables.tf.json", "notebook_home.tf.json", FOLDER_FILE]
    assert sorted(path for path in tree.files if path.endswith(".tf.json")) == sorted(
        [*root_files, f"{key}.job.tf.json", "shared_ml.cluster.tf.json"]
    )


def test_shared_cluster_with_libraries_and_permissions() -> None:
    settings = {"spark_version": "15", "libraries": [{"whl": "/a.whl"}], "autotermination_minutes": 0}
    acl = permissions(Ref("cluster", "shared_ml", "id"), group__data="CAN_RESTART")
    root = terraform(graph(clusters=(cluster(settings),), permissions=(acl,)))["resource"]
    assert root["databricks_cluster"]["shared_ml"] == {
        "autotermination_minutes": 0,
        "library": [{"whl": "/a.whl"}],
        "no_wait": True,
        "spark_version": "15",
    }
    assert (
        root["databricks_permissions"]["cluster_shared_ml"]["cluster_id"]
        == "${databricks_cluster.shared_ml.id}"
    )


def test_nothing_makes_no_empty_sections() -> None:
    tree, _ = emit_terraform(ResourceGraph("shop", Target("t", "c", "s"), ()), EmitOptions())
    assert list(tree.files) == ["providers.tf.json"]
    assert "resource" not in merged(tree)


def test_files_end_with_a_newline_and_keep_letters() -> None:
    tree, _ = emit_terraform(graph(job({"description": "größe \ud800"})), EmitOptions())
    content = tree.files["orders.job.tf.json"]
    assert content.endswith(b"}\n")
    assert "größe".encode() in content


def test_what_is_left_out_is_no_error() -> None:
    _, found = emit_terraform(graph(job({"duration_target": {"x": 1}})), EmitOptions())
    assert [item.severity for item in found] == [Severity.WARNING]
