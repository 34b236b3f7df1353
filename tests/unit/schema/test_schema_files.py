"""The files of schema/: sound in themselves, in step with the SDK and with each other."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema_rs
import pytest
from jsonschema import Draft202012Validator

from brickform.location import SourceMap
from brickform.sourced import Sourced
from brickform.validate.documents import JOBS, MODEL, PROJECT, PROPERTIES, load_schema
from brickform.validate.messages import EXPLANATIONS
from brickform.validate.schema import Shape

SQL = {"warehouse_id": "w", "query": {"query_id": "q"}}
NOWHERE = SourceMap("jobs.yml")
ROOT = Path(__file__).resolve().parents[3]
NAMES = (MODEL, PROJECT, PROPERTIES, JOBS)
OURS = (MODEL, PROJECT, PROPERTIES)

ANNOTATIONS = {
    *("$comment", "$id", "$schema", "default", "deprecated", "description", "examples", "title"),
    *("patternErrorMessage", "x-alternatives"),
}
STRUCTURE = {"$defs", "$ref", "allOf", "items", "properties"}


def subschemas(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield schema
    for keyword in ("$defs", "properties"):
        for part in schema.get(keyword, {}).values():
            yield from subschemas(part)
    for keyword in ("items", "additionalProperties"):
        if isinstance(schema.get(keyword), dict):
            yield from subschemas(schema[keyword])
    for part in schema.get("allOf", ()):
        yield from subschemas(part)


def resolve(reference: str, name: str) -> Any:
    document, pointer = reference.split("#") if "#" in reference else (reference, "")
    part: Any = load_schema(document or name)
    for step in pointer.split("/")[1:]:
        part = part[int(step) if isinstance(part, list) else step]
    return part


def definition(name: str) -> dict[str, Any]:
    found: dict[str, Any] = load_schema(JOBS)["$defs"][name]
    return found


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    pytest.importorskip("databricks.sdk")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(ROOT / "scripts")
        return importlib.import_module("generate_jobs_schema")


@pytest.fixture(scope="module")
def overlay(generator: ModuleType) -> ModuleType:
    return sys.modules["jobs_schema_overlay"]


def test_every_line_of_the_overlay_has_a_source(overlay: ModuleType) -> None:
    limits = [source for _, _, source in overlay.LIMITS]
    sources = [*limits, *(group.source for group in (*overlay.WHOLE, *overlay.GROUPS))]
    assert len(sources) > 60
    assert [source for source in sources if not source.startswith("https://")] == []


def test_every_group_of_the_overlay_is_in_the_schema(overlay: ModuleType) -> None:
    for group in overlay.GROUPS:
        parts = definition(group.definition)["allOf"]
        assert group.title in [part["x-alternatives"] for part in parts], group
        assert all(
            set(keys) <= definition(group.definition)["properties"].keys() or "*" in keys[0]
            for keys in group.alternatives
        ), group


def test_a_limit_on_a_field_that_the_sdk_lacks_is_noticed(generator: ModuleType) -> None:
    with pytest.raises(KeyError, match=r"JobSettings\.nmae"):
        generator._add_limit(
            "JobSettings.nmae", {"maxLength": 1}, {"JobSettings": {"properties": {"name": {}}}}
        )


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_valid_against_its_metaschema(name: str) -> None:
    Draft202012Validator.check_schema(load_schema(name))
    assert jsonschema_rs.meta.is_valid(load_schema(name))


@pytest.mark.parametrize("name", NAMES)
def test_every_reference_leads_somewhere(name: str) -> None:
    references = [part["$ref"] for part in subschemas(load_schema(name)) if "$ref" in part]
    assert references
    for reference in references:
        assert isinstance(resolve(reference, name), dict), reference


@pytest.mark.parametrize("name", NAMES)
def test_every_keyword_that_can_refuse_has_words_for_it(name: str) -> None:
    used = {keyword for part in subschemas(load_schema(name)) for keyword in part}
    assert used - ANNOTATIONS - STRUCTURE <= EXPLANATIONS.keys()


@pytest.mark.parametrize("name", NAMES)
def test_an_id_is_where_the_file_name_says(name: str) -> None:
    assert load_schema(name)["$id"].endswith(f"/schema/{name}")


@pytest.mark.parametrize("name", OURS)
def test_every_key_of_ours_has_a_title_for_the_editor(name: str) -> None:
    untitled = [
        key
        for part in subschemas(load_schema(name))
        for key, entry in part.get("properties", {}).items()
        if "title" not in entry and "title" not in resolve(entry.get("$ref", "#"), name)
    ]
    assert untitled == []


@pytest.mark.parametrize("name", OURS)
def test_examples_and_defaults_fit_their_own_schema(name: str) -> None:
    registry = jsonschema_rs.Registry([(load_schema(other)["$id"], load_schema(other)) for other in NAMES])
    for part in subschemas(load_schema(name)):
        for example in (*part.get("examples", ()), *([part["default"]] if "default" in part else ())):
            schema = {"$id": load_schema(name)["$id"] + ".part", **part, "$defs": load_schema(name)["$defs"]}
            assert jsonschema_rs.Draft202012Validator(schema, registry=registry).is_valid(example), example


def test_the_generator_checks_without_writing(
    generator: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / JOBS
    monkeypatch.setattr(generator, "JOBS_SCHEMA", target)
    assert generator.main(["--check"]) == 1
    assert not target.exists()
    assert generator.main([]) == 0
    assert generator.main(["--check"]) == 0
    target.write_text(target.read_text().replace("max_retries", "max_retires"))
    assert generator.main(["--check"]) == 1


def test_rendering_keeps_the_data(generator: ModuleType) -> None:
    data = {"long": ["x" * 60, "y" * 60, {"z": [1, None, True]}], "short": {}}
    assert json.loads(generator.render(data)) == data


def test_every_key_of_job_and_main_task_has_a_place_in_python_job_config() -> None:
    ours = load_schema(MODEL)["$defs"]["python_job_config"]["properties"].keys()
    job = definition("JobSettings")["properties"].keys() - {"tasks"}
    task = {key for key in definition("Task")["properties"] if not key.endswith("_task")} | {"notebook_task"}
    own = {"access_control_list", "additional_task_settings", "existing_job_id", "grants", "post_hook_tasks"}
    assert ours == job | task | own


def test_tasks_take_what_dbt_calls_a_cluster_id() -> None:
    task = definition("Task")["properties"].keys()
    assert definition("HookTask")["properties"].keys() == task | {"cluster_id"}
    assert definition("MainTask")["properties"].keys() == task | {"cluster_id"}
    assert definition("HookTask")["required"] == ["task_key"]
    assert "required" not in definition("MainTask")


@pytest.mark.parametrize(
    ("path", "accepted", "refused"),
    [
        ("Task/existing_cluster_id", ["0923-1-x", 12, None], [1.5, True, []]),
        ("RunJobTask/job_id", [12, "12"], ["x12", "", None, True]),
        ("DbtCloudTask/dbt_cloud_job_id", [12, "12", None], ["1.2"]),
        ("ClusterSpec/node_type_id", ["i3.xlarge", None], [3]),
        ("ClusterSpec/num_workers", [0, 2, None], ["2", True, 2.0]),
        ("ClusterSpec/spark_conf", [{"a": 1, "b": 1.5, "c": True, "d": None}], [{"a": []}, [], "x"]),
        ("ClusterSpec/runtime_engine", ["PHOTON", None], ["photon", True]),
        ("AzureAttributes/spot_bid_max_price", [1, 1.5, None], ["1"]),
        ("JobParameterDefinition/default", ["x", 3, 1.5, True], [None, []]),
        ("JobSettings/performance_target", ["COST_OPTIMIZED"], ["CHEAP"]),
        ("JobSettings/tasks", [[{"task_key": "a", "sql_task": SQL}], None], [[None], [{}], {}]),
    ],
)
def test_what_a_property_takes(path: str, accepted: list[object], refused: list[object]) -> None:
    kind, key = path.split("/")
    shape = Shape(JOBS, {JOBS: load_schema(JOBS)}, f"/$defs/{kind}/properties/{key}")
    for value in accepted:
        assert shape.violations(Sourced(value, NOWHERE)) == [], value
    for value in refused:
        assert shape.violations(Sourced(value, NOWHERE)) != [], value
