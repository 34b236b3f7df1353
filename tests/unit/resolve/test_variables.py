from __future__ import annotations

from typing import Any

import pytest

from brickform.diagnostics import Severity
from brickform.resolve.variables import Variables


def test_the_key_as_written_comes_before_the_path() -> None:
    variables = Variables([{"a": {"b": 1}}, {"a.b": 2, "a": {"c": 3}}])
    found = variables.find("a.b")
    assert found is not None
    assert (found.value, found.by_path) == (2, False)
    # the first layer that has the head decides, as for any other var
    assert variables.find("a.c") is None


def test_a_null_var_is_defined() -> None:
    found = Variables([{"x": None}, {"x": 1}]).find("x")
    assert found is not None
    assert found.value is None


PROPERTIES = """
models:
  - name: orders
    config:
      meta: {m: "{{ var('x') }}"}
"""


@pytest.mark.parametrize(
    ("brickform", "options", "expected"),
    [
        ("", {}, "package"),
        ("vars: {x: brickform}", {}, "brickform"),
        ("vars: {x: brickform}\ntargets: {dev: {vars: {x: target}}}", {}, "target"),
        ("vars: {x: brickform}\ntargets: {prod: {vars: {x: target}}}", {}, "brickform"),
        ("targets: {dev: {vars: {x: target}}}", {"vars": {"x": "cli"}}, "cli"),
    ],
)
def test_precedence(resolve_files: Any, dbt_files: Any, brickform: str, options: Any, expected: str) -> None:
    more = {"brickform.yml": brickform} if brickform else {}
    project = "vars: {x: global, shop: {x: package}, other: {x: other}}"
    resolved = resolve_files(dbt_files(project=project, properties=PROPERTIES, more=more), **options)
    assert resolved.codes() == []
    assert resolved.config("orders")["meta"] == {"m": expected}


def test_the_page_s_two_spellings(resolve_files: Any, dbt_files: Any) -> None:
    properties = """
models:
  - name: orders
    config:
      job_cluster_config:
        runtime_engine: "{{ var('job_cluster_defaults.runtime_engine') }}"
        spark_version: "{{ var('dbr_versions')['lts_v14'] }}"
        node_type_id: "{{ var('types.large') }}"
"""
    project = """
vars:
  job_cluster_defaults: {runtime_engine: PHOTON}
  dbr_versions: {lts_v14: 14.3.x-scala2.12}
  types.large: i3.xlarge
"""
    resolved = resolve_files(dbt_files(project=project, properties=properties))
    assert resolved.config("orders")["job_cluster_config"] == {
        "runtime_engine": "PHOTON",
        "spark_version": "14.3.x-scala2.12",
        "node_type_id": "i3.xlarge",
    }
    [note] = resolved.diagnostics
    assert (note.code.id, note.severity) == ("BF206", Severity.INFO)
    assert str(note.location) == "models/schema.yml:6:25"
    assert note.help == "for dbt write var('job_cluster_defaults')['runtime_engine']"


def test_dbt_project_yml_does_not_see_its_own_vars(resolve_files: Any, dbt_files: Any) -> None:
    project = """
vars: {x: own}
models:
  +meta: {a: "{{ var('x', 'default') }}", b: "{{ var('x') }}", c: "{{ var('y', 1) }}"}
"""
    resolved = resolve_files(dbt_files(project=project))
    assert resolved.config("orders")["meta"] == {"a": "default", "b": "own", "c": 1}
    assert resolved.codes() == ["BF207", "BF207"]
    resolved = resolve_files(dbt_files(project=project), vars={"x": "cli"})
    assert resolved.config("orders")["meta"] == {"a": "cli", "b": "cli", "c": 1}
    assert resolved.codes() == []


def test_a_missing_var_is_an_error_at_its_scalar(resolve_files: Any, dbt_files: Any) -> None:
    resolved = resolve_files(dbt_files(project="vars: {xy: 1}", properties=PROPERTIES))
    found = resolved.one("BF205")
    assert str(found.location) == "models/schema.yml:5:17"
    assert found.path == ("models", 0, "config", "meta", "m")
    assert found.summary == "var 'x' is not defined"


@pytest.mark.parametrize(
    ("var", "codes"),
    [
        ("{{ env_var('DBT_ENV_SECRET_KEY') }}", ["BF487"]),
        ("{{- var('y') }}", ["BF487"]),
        ("{% if target.name == 'x' %}a{% endif %}", ["BF487"]),
        ("{{job.id}}", []),
        ("{{secrets/scope/key}}", []),
    ],
)
def test_jinja_in_a_var_stays_as_it_is_written(
    resolve_files: Any, dbt_files: Any, var: str, codes: list[str]
) -> None:
    resolved = resolve_files(dbt_files(project=f'vars: {{x: "{var}"}}', properties=PROPERTIES))
    assert resolved.codes() == codes
    assert resolved.config("orders")["meta"] == {"m": var}
