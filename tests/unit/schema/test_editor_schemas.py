"""`brickform schema NAME`: what it prints fits the files that people write, before anything is rendered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from support.command import brickform

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
PROJECT_FILES = sorted(EXAMPLES.glob("*/brickform.yml"))
PROPERTY_FILES = sorted(EXAMPLES.glob("*/models/**/*.yml"))


@cache
def validator(name: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads(brickform("schema", name).out))


def mistakes(name: str, value: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in validator(name).iter_errors(value)]


def configs() -> Iterator[tuple[str, Any]]:
    for file in (*PROPERTY_FILES, *PROJECT_FILES):
        for model in yaml.safe_load(file.read_text(encoding="utf-8")).get("models", ()):
            yield f"{file.parent}/{model['name']}", model.get("config", {})


def test_the_examples_hold_templates() -> None:
    assert any("{{" in file.read_text(encoding="utf-8") for file in PROPERTY_FILES)
    assert len(PROJECT_FILES) > 1


@pytest.mark.parametrize("file", PROJECT_FILES, ids=lambda file: file.parent.name)
def test_a_brickform_yml_fits(file: Path) -> None:
    assert mistakes("project", yaml.safe_load(file.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("file", PROPERTY_FILES, ids=lambda file: str(file.relative_to(EXAMPLES)))
def test_a_property_file_fits(file: Path) -> None:
    assert mistakes("properties", yaml.safe_load(file.read_text(encoding="utf-8"))) == []


def test_every_config_fits_that_of_a_model() -> None:
    found = [name for name, config in configs() if mistakes("model", config)]
    assert found == []


def test_what_dbt_has_for_sql_is_no_mistake_in_a_property_file() -> None:
    entries = [
        {"name": "orders", "columns": [{"name": "id"}], "config": {"materialized": "view"}},
        {"name": "shops", "versions": [{"v": 2, "config": {"incremental_strategy": "our_own"}}]},
    ]
    assert mistakes("properties", {"version": 2, "models": entries, "sources": []}) == []
    assert mistakes("model", {"materialized": "view"}) != []


@pytest.mark.parametrize(
    ("name", "value", "path"),
    [
        ("model", {"packages": "pandas"}, "$.packages"),
        ("jobs", {"max_concurrent_runs": 1001}, "$.max_concurrent_runs"),
        ("project", {"targets": {"dev": {"mode": "prod"}}}, "$.targets.dev.mode"),
        ("project", {"defaults": {"python_job_config": {"max_retires": 1}}}, "$.defaults.python_job_config"),
        ("properties", {"models": [{"config": {}}]}, "$.models[0]"),
    ],
)
def test_an_editor_finds_a_mistake(name: str, value: Any, path: str) -> None:
    (found,) = mistakes(name, value)
    assert found.startswith(f"{path}: ")


@pytest.mark.parametrize("name", ["model", "project", "properties", "jobs"])
def test_what_is_printed_is_a_schema_with_titles(name: str) -> None:
    document = json.loads(brickform("schema", name).out)
    jsonschema.Draft202012Validator.check_schema(document)
    assert document["title"]
