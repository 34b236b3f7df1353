"""A field that is newer than the schema: refused, or let pass by ``allow_fields`` into both outputs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from brickform import codes
from brickform.compile.compiler import compile_project
from brickform.compile.keys import JOB_KEYS, OWN_KEYS, TASK_KEYS
from brickform.compile.one_time import compile_submission
from brickform.compile.options import CompileOptions
from brickform.diagnostics import Diagnostics, Severity
from brickform.emit.emitters import EMITTERS
from brickform.emit.options import EmitOptions
from brickform.output.tree import OutputTree
from brickform.pipeline import LoadOptions, build_graph, load
from brickform.resolve.project import ResolvedProject
from brickform.validate import validate
from brickform.validate.documents import JOBS, MODEL, load_schema
from support.schema_nodes import at, root
from support.schema_words import Path as SchemaPath
from support.schema_words import reachable, smallest

FIELD, VALUE = "brand_new_field", "it arrives"
PERMISSIONS = ("grants", "access_control_list", "notebook_access_control_list")
CLUSTER = {"spark_version": "16.4.x-scala2.12", "num_workers": 1}


def leave_out(path: SchemaPath) -> bool:
    """What reaches no job: permissions, what a notebook writes, another kind of task for the model."""
    additional = path[2:3] if path[1:2] == ("additional_task_settings",) else ()
    is_other_kind = any(str(key).endswith("_task") and key != "notebook_task" for key in additional)
    return is_other_kind or path[:1] == ("persist_docs",) or any(key in PERMISSIONS for key in path)


PLACES = [path for path, node in reachable(MODEL, leave_out) if node.is_closed]


def project_with(folder: Path, config: Any, *allowed: str, **more: Any) -> Path:
    (folder / "models").mkdir(exist_ok=True)
    code = "def model(dbt, session):\n    return session.table('a')\n"
    (folder / "models" / "orders.py").write_text(code, encoding="utf-8")
    models = [{"name": "orders", "config": {"submission_method": "workflow_job", **config}}]
    document = {"name": "shop", "models": models, "allow_fields": [*allowed], **more}
    (folder / "brickform.yml").write_text(yaml.safe_dump(document), encoding="utf-8")
    return folder


def resolved(folder: Path) -> ResolvedProject:
    loaded = load(LoadOptions(folder))
    assert loaded.project is not None
    found = [*loaded.diagnostics, *validate(loaded.project)]
    assert [item for item in found if item.severity is Severity.ERROR] == []
    return loaded.project


def outputs(project: ResolvedProject) -> dict[str, tuple[OutputTree, Diagnostics]]:
    graph, _ = compile_project(project, CompileOptions())
    return {name: emit(graph, EmitOptions()) for name, emit in EMITTERS.items()}


def text_of(tree: OutputTree) -> str:
    return b"".join(tree.files.values()).decode()


def found_in(folder: Path) -> list[tuple[str, str]]:
    diagnostics = build_graph(load(LoadOptions(folder))).diagnostics
    return [(item.code.id, item.summary) for item in diagnostics if item.code.id.startswith("BF3")]


@pytest.mark.parametrize("path", PLACES, ids=lambda path: ".".join(map(str, path)))
def test_an_allowed_field_arrives_wherever_it_stands(path: SchemaPath, tmp_path: Path) -> None:
    config = smallest(root(MODEL), path)
    at(config, path)[FIELD] = VALUE
    for tree, problems in outputs(resolved(project_with(tmp_path, config, FIELD))).values():
        left_out = [item.path[3:] for item in problems if item.code is codes.FIELD_NOT_CARRIED]
        assert VALUE in text_of(tree) or any(path[: len(gone)] == gone for gone in left_out)


def test_most_places_reach_both_outputs() -> None:
    assert len(PLACES) > 90


def test_whatever_its_value_is(tmp_path: Path) -> None:
    value = {"deep": [{"a": 1.5, "b": True, "c": -3}, "text"], "flag": False, "zero": 0}
    config = {"python_job_config": {"additional_task_settings": {FIELD: value}}}
    written = outputs(resolved(project_with(tmp_path, config, FIELD)))
    terraform = json.loads(written["terraform"][0].files["orders.job.tf.json"])
    bundle = yaml.safe_load(written["bundle"][0].files["resources/default/orders.job.yml"])
    (task,) = terraform["resource"]["databricks_job"]["orders"]["task"]
    assert task[FIELD] == value
    (task,) = bundle["targets"]["default"]["resources"]["jobs"]["orders"]["tasks"]
    assert task[FIELD] == value


def test_on_a_shared_cluster_too(tmp_path: Path) -> None:
    clusters = {"shared": {**CLUSTER, FIELD: VALUE}}
    project = project_with(tmp_path, {"cluster_id": "shared"}, f"shared.{FIELD}", clusters=clusters)
    assert all(VALUE in text_of(tree) for tree, _ in outputs(resolved(project)).values())


def test_in_python_job_config_it_is_the_jobs_and_in_the_additional_settings_the_tasks(tmp_path: Path) -> None:
    config = {"python_job_config": {FIELD: 1, "additional_task_settings": {f"task_{FIELD}": 2}}}
    project = resolved(project_with(tmp_path, config, FIELD, f"task_{FIELD}"))
    graph, _ = compile_project(project, CompileOptions())
    settings = graph.jobs[0].settings.value
    assert settings[FIELD] == 1
    assert settings["tasks"][0][f"task_{FIELD}"] == 2
    assert f"task_{FIELD}" not in settings
    assert FIELD not in settings["tasks"][0]


def test_a_one_time_run_gets_it_as_well(tmp_path: Path) -> None:
    config = {
        "submission_method": "serverless_cluster",
        "python_job_config": {FIELD: VALUE, "tags": {"a": "b"}},
    }
    project = resolved(project_with(tmp_path, config, FIELD))
    submission, _ = compile_submission(project.models[0], project)
    assert submission.settings.value[FIELD] == VALUE
    assert "tags" not in submission.settings.value


@pytest.mark.parametrize(
    ("allowed", "code"),
    [
        (FIELD, "BF311"),
        (f"job_cluster_config.{FIELD}", "BF311"),
        (f"config.job_cluster_config.{FIELD}", "BF311"),
        (f"python_job_config.{FIELD}", "BF302"),
        ("field", "BF302"),
    ],
)
def test_an_entry_is_the_end_of_a_path(allowed: str, code: str, tmp_path: Path) -> None:
    config = {"job_cluster_config": {**CLUSTER, FIELD: VALUE}}
    found = {found_code for found_code, _ in found_in(project_with(tmp_path, config, allowed))}
    assert found == ({code} if code == "BF311" else {code, "BF312"})


def test_an_allowed_kind_is_the_kind(tmp_path: Path) -> None:
    tasks = [{"task_key": "a", "quantum_job": {"qubits": 3}}]
    config = {"python_job_config": {"post_hook_tasks": tasks}, "additional_libs": [{"conda": "numpy"}]}
    config["job_cluster_config"] = CLUSTER
    project = project_with(tmp_path, config, "quantum_job", "conda")
    assert [code for code, _ in found_in(project)] == ["BF311", "BF311"]


def test_permissions_are_no_place_for_it(tmp_path: Path) -> None:
    config = {"python_job_config": {"grants": {"own": []}, "access_control_list": [{"own": "x"}]}}
    found = found_in(project_with(tmp_path, config, "own"))
    assert [code for code, _ in found if code in ("BF302", "BF311")] == ["BF302", "BF302"]


def test_brickform_yml_itself_is_no_place_for_it(tmp_path: Path) -> None:
    project = project_with(tmp_path, {}, "colour", targets={"dev": {"schema": "a", "colour": "red"}})
    assert found_in(project) == [("BF302", "unknown key 'colour'")]


def test_an_entry_that_fits_nothing_is_an_info(tmp_path: Path) -> None:
    config = {"python_job_config": {"max_retries": 1}}
    (info,) = found_in(project_with(tmp_path, config, "max_retries"))
    assert info == ("BF312", "no unknown key is called 'max_retries'")


def test_every_key_has_one_place() -> None:
    known = load_schema(MODEL)["$defs"]["python_job_config"]["properties"].keys()
    assert known == JOB_KEYS | TASK_KEYS | OWN_KEYS
    assert not JOB_KEYS & TASK_KEYS
    assert load_schema(JOBS)["$defs"]["JobSettings"]["properties"].keys() == JOB_KEYS | {"tasks"}
