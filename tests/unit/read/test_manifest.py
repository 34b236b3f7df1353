from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from brickform.diagnostics import Diagnostics, Severity
from brickform.location import Location
from brickform.read.project import Project, ReadOptions
from brickform.read.project_reader import read_project
from support.manifests import CODE, manifest, manifest_text, node, python_model, source

DBT_PROJECT = "name: shop\nprofile: shop\n"


def read(
    root: Path, text: str | bytes, files: dict[str, str] | None = None
) -> tuple[Project | None, Diagnostics]:
    for name, content in {"dbt_project.yml": DBT_PROJECT, **(files or {})}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content)
    path = root / "target" / "manifest.json"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_project(ReadOptions(root, manifest=path))


def test_models_tables_and_sources(root: Path) -> None:
    text = manifest_text(
        python_model("orders", config={"packages": ["pandas"]}, version=2, latest_version=3),
        node("stg"),
        node("countries", kind="seed"),
        source("raw.t", database="lake"),
        node("a_test", kind="test", alias=None),
    )
    project, found = read(root, text)
    assert list(found) == []
    assert project is not None
    assert project.manifest is not None
    [model] = project.models
    assert (model.name, model.version, model.path) == ("orders", "2", "models/orders.py")
    assert (model.fqn, model.python.code) == (("shop", "orders"), CODE)
    assert {(n.kind, n.name, n.catalog, n.schema, n.identifier) for n in project.manifest.nodes} == {
        ("model", "orders", "main", "analytics", "orders"),
        ("model", "stg", "main", "analytics", "stg"),
        ("seed", "countries", "main", "analytics", "countries"),
        ("source", "raw.t", "lake", "raw", "t"),
    }


def test_only_what_somebody_wrote_is_a_config(root: Path) -> None:
    entry = python_model(
        "orders", config={"unique_key": None, "tags": [], "mine": 1, "config_keys_used": ["mine"]}
    )
    project, _ = read(root, manifest_text(entry))
    assert project is not None
    assert project.models[0].node is not None
    assert project.models[0].node.config == {
        "materialized": "table",
        "unique_key": None,
        "tags": [],
        "mine": 1,
    }


def test_hooks_are_read_under_either_of_their_names(root: Path) -> None:
    entry = python_model("orders")
    entry["config"] |= {"post-hook": [{"sql": "select 1"}], "pre-hook": []}
    entry["unrendered_config"]["post_hook"] = "select 1"
    project, _ = read(root, manifest_text(entry))
    assert project is not None
    assert project.models[0].node is not None
    assert project.models[0].node.config["post-hook"] == [{"sql": "select 1"}]
    assert "pre-hook" not in project.models[0].node.config


def test_descriptions_are_read_as_dbt_rendered_them(root: Path) -> None:
    columns = {"id": {"name": "id", "description": "Its number."}, "x": {"description": ""}, "y": None}
    entry = python_model("orders", description="All of them.", columns=columns)
    project, _ = read(root, manifest_text(entry))
    assert project is not None
    assert project.models[0].node is not None
    assert project.models[0].node.description == "All of them."
    assert project.models[0].node.column_descriptions == {"id": "Its number."}


def test_values_of_dbt_count_for_what_was_written(root: Path) -> None:
    entry = python_model("orders", config={"tags": ["project", "yaml", "code"]})
    entry["unrendered_config"]["tags"] = "code"
    project, _ = read(root, manifest_text(entry))
    assert project is not None
    assert project.models[0].node is not None
    assert project.models[0].node.config["tags"] == ["project", "yaml", "code"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "not JSON, or only half written"),
        (manifest_text(python_model("orders"))[:-200], "not JSON, or only half written"),
        ("[]", "does not hold a JSON object"),
        ("{}", "not a manifest of dbt"),
        ('{"metadata": []}', "not a manifest of dbt"),
        ('{"metadata": NaN}', "NaN is no number of JSON"),
        ("[" * 100_000, "nested too deep"),
        (json.dumps({**manifest(), "nodes": []}), "has no nodes"),
        (manifest_text(metadata={"project_name": None}), "names no project"),
        (manifest_text(metadata={"adapter_type": "snowflake"}), "made for the adapter 'snowflake'"),
        (manifest_text(metadata={"project_name": "other"}), "one of the project 'other', not of 'shop'"),
        (
            manifest_text(
                metadata={
                    "dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v11.json",
                    "dbt_version": "1.7.4",
                }
            ),
            "the manifest has version 11 (dbt 1.7.4), not 12",
        ),
    ],
)
def test_a_manifest_that_cannot_be_used(root: Path, text: str, words: str) -> None:
    project, found = read(root, text)
    assert project is None
    [problem] = found
    assert (problem.code.id, problem.location and problem.location.file) == ("BF119", "target/manifest.json")
    assert words in problem.summary
    assert problem.help


def test_a_half_written_manifest_is_pointed_at_its_end(root: Path) -> None:
    _, found = read(root, '{\n  "metadata": {},\n  "nodes"')
    assert [problem.location for problem in found] == [Location("target/manifest.json", 3, 10)]


@pytest.mark.parametrize("path", ["missing.json", ".", "models"])
def test_a_manifest_that_is_not_there(root: Path, path: str) -> None:
    read(root, "{}", {"models/a.py": CODE})
    project, found = read_project(ReadOptions(root, manifest=root / path))
    assert project is None
    assert [problem.severity for problem in found] == [Severity.ERROR]


def test_a_manifest_of_another_encoding(root: Path) -> None:
    project, found = read(root, manifest_text().encode("utf-16"))
    assert project is None
    assert [problem.code.id for problem in found] == ["BF101"]


def test_a_manifest_outside_of_the_project_is_called_by_its_name(root: Path, tmp_path: Path) -> None:
    read(root, "{}")
    (tmp_path / "elsewhere.json").write_text("{}")
    _, found = read_project(ReadOptions(root, manifest=tmp_path / "elsewhere.json"))
    assert [problem.location and problem.location.file for problem in found] == ["elsewhere.json"]


def test_without_python_models_there_is_a_note(root: Path) -> None:
    project, found = read(root, manifest_text(node("stg")))
    assert project is not None
    assert project.models == ()
    assert [problem.code.id for problem in found] == ["BF122"]


@pytest.mark.parametrize(
    "change",
    [
        {"alias": None},
        {"schema": 1},
        {"config": []},
        {"unrendered_config": None},
        {"raw_code": None},
        {"fqn": "shop.orders"},
        {"package_name": ""},
        {"version": {}},
        {"resource_type": None},
        {"original_file_path": None},
        {"database": 3},
        {"config": {"x": "\ud800"}},
        {"patch_path": 1},
    ],
)
def test_an_entry_without_what_dbt_writes_is_named(root: Path, change: dict[str, Any]) -> None:
    entries = [{**python_model("orders"), **change}, python_model("returns")]
    project, found = read(root, manifest_text(*entries))
    [problem] = found
    assert problem.code.id == "BF120"
    assert "'model.shop.orders'" in problem.summary
    assert project is not None
    assert [model.name for model in project.models] == ["returns"]


def test_a_config_without_end_is_refused(root: Path) -> None:
    deep: Any = []
    for _ in range(300):
        deep = [deep]
    _, found = read(root, manifest_text(python_model("orders", config={"x": deep})))
    assert [problem.code.id for problem in found] == ["BF120"]


def test_files_at_hand_give_positions(root: Path) -> None:
    files = {
        "models/orders.py": f"\n\n{CODE}\n",
        "models/m.yml": "models:\n  - name: orders\n    config: {mine: 1}\n",
    }
    project, found = read(root, manifest_text(python_model("orders")), files)
    assert project is not None
    assert list(found) == []
    [model] = project.models
    assert model.properties is not None
    assert model.properties.location == Location("models/m.yml", 2, 5)


def test_without_files_the_property_file_of_the_manifest_is_named(root: Path) -> None:
    entry = python_model("orders", patch_path="shop://models/m.yml")
    entry_of_package = python_model("helper", package_name="tools", patch_path="tools://models/t.yml")
    project, _ = read(root, manifest_text(entry, entry_of_package))
    assert project is not None
    orders, helper = project.models
    assert orders.properties is not None
    assert helper.properties is not None
    assert orders.properties.location == Location("models/m.yml", 1, 1)
    assert helper.properties.location == Location("dbt_packages/tools/models/t.yml", 1, 1)
    assert helper.path == "dbt_packages/tools/models/helper.py"


@pytest.mark.parametrize("code", [CODE.replace("1", "2"), "def model(dbt, session):\n    return ("])
def test_code_that_changed_afterwards(root: Path, code: str) -> None:
    project, found = read(root, manifest_text(python_model("orders")), {"models/orders.py": code})
    assert project is not None
    assert [(problem.code.id, problem.location) for problem in found] == [
        ("BF121", Location("models/orders.py", 1, 1))
    ]
    assert project.models[0].python.code == CODE


def test_line_ends_are_no_change(root: Path) -> None:
    entry = python_model("orders", CODE.replace("\n", "\r\n"))
    project, found = read(root, manifest_text(entry), {"models/orders.py": CODE})
    assert list(found) == []
    assert project is not None
    assert project.models[0].python.code == CODE


def test_what_dbt_has_judged_is_not_judged_again(root: Path) -> None:
    files = {
        "macros/names.sql": "{% macro generate_schema_name(a, b) %}x{% endmacro %}",
        "models/gone.yml": "models: [{name: gone}]",
        "models/broken.yml": "models: [",
    }
    macros = {"macro.shop.generate_schema_name": {"name": "generate_schema_name", "package_name": "shop"}}
    project, found = read(root, manifest_text(python_model("orders"), macros=macros), files)
    assert list(found) == []
    assert project is not None
    assert project.manifest is not None
    assert project.manifest.name_macros == {"schema"}


def test_macros_of_dbt_itself_are_no_name_macros(root: Path) -> None:
    names = ("generate_schema_name", "databricks__generate_database_name")
    macros = {
        f"macro.{package}.{name}": {"name": name, "package_name": package}
        for package in ("dbt", "dbt_databricks", "dbt_spark")
        for name in names
    }
    project, _ = read(root, manifest_text(python_model("orders"), macros=macros))
    assert project is not None
    assert project.manifest is not None
    assert project.manifest.name_macros == frozenset()


def test_disabled_models_are_known(root: Path) -> None:
    off = python_model("off", config={"enabled": False})
    project, _ = read(root, manifest_text(python_model("orders"), disabled={off["unique_id"]: [off]}))
    assert project is not None
    assert project.manifest is not None
    assert [model.name for model in project.models] == ["off", "orders"]
    assert [entry.name for entry in project.manifest.nodes] == ["orders"]


def test_a_brickform_yml_alone_is_enough(root: Path) -> None:
    read(
        root,
        manifest_text(python_model("orders")),
        {"brickform.yml": "targets: {dev: {catalog: c, schema: s}}"},
    )
    (root / "dbt_project.yml").unlink()
    project, found = read_project(ReadOptions(root, manifest=root / "target" / "manifest.json"))
    assert list(found) == []
    assert project is not None
    assert (project.name, project.is_dbt, [model.name for model in project.models]) == (
        "shop",
        True,
        ["orders"],
    )


def test_models_beside_a_manifest_are_refused(root: Path) -> None:
    read(root, manifest_text(python_model("orders")), {"brickform.yml": "name: shop\nmodels: []\n"})
    (root / "dbt_project.yml").unlink()
    _, found = read_project(ReadOptions(root, manifest=root / "target" / "manifest.json"))
    assert [problem.code.id for problem in found] == ["BF118"]
