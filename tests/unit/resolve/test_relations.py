from __future__ import annotations

from typing import Any

import pytest

from brickform.resolve.project import Relation

MODEL = """
def model(dbt, session):
    {body}
    return session.sql("select 1")
"""


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ("{}", Relation("main", "analytics", "orders")),
        ("{schema: ' mart '}", Relation("main", "analytics_mart", "orders")),
        ("{schema: null, alias: ' o '}", Relation("main", "analytics", "o")),
        ("{database: lake}", Relation("lake", "analytics", "orders")),
        ('{catalog: "{{ target.name }}_lake"}', Relation("dev_lake", "analytics", "orders")),
        ("{schema: 2024}", Relation("main", "analytics_2024", "orders")),
    ],
)
def test_dbt_names(resolve_files: Any, dbt_files: Any, config: str, expected: Relation) -> None:
    properties = f"models:\n  - name: orders\n    config: {config}\n"
    assert resolve_files(dbt_files(properties=properties)).model("orders").relation == expected


def test_plain_names_are_taken_as_they_are(resolve_files: Any) -> None:
    files = {
        "brickform.yml": """
name: shop
targets: {dev: {catalog: main, schema: analytics}}
models:
  - {name: a, config: {schema: mart, catalog: lake}}
""",
        "models/a.py": MODEL.format(body="dbt.ref('b')"),
        "models/b.py": MODEL.format(body=""),
    }
    resolved = resolve_files(files)
    assert resolved.codes() == []
    assert resolved.model("a").relation == Relation("lake", "mart", "a")
    assert resolved.model("a").refs == {"b": Relation("main", "analytics", "b")}


NODES = {
    "models/stg.sql": "{{ config(schema='stage', materialized='view') }} select 1",
    "models/eph.sql": "{{ config(materialized='ephemeral') }} select 1",
    "models/computed.sql": "{{ config(schema=var('s')) }} select 1",
    "models/off.sql": "{{ config(enabled=false) }} select 1",
    "models/items_v1.py": MODEL.format(body=""),
    "models/items_v2.py": MODEL.format(body=""),
    "models/items_v10.py": MODEL.format(body=""),
    "models/things_v1.py": MODEL.format(body=""),
    "models/things_v2.py": MODEL.format(body=""),
    "seeds/countries.csv": "a\n1\n",
    "seeds/seeds.yml": "seeds: [{name: countries, config: {alias: c}}]",
    "snapshots/snap.sql": "{% snapshot snap %}{{ config(target_schema='hist') }} select 1 {% endsnapshot %}",
    "models/versions.yml": """
models:
  - {name: items, versions: [{v: 1}, {v: 2}, {v: 10}]}
  - {name: things, latest_version: 1, versions: [{v: 1}, {v: 2}]}
""",
    "models/sources.yml": """
sources:
  - name: raw
    database: "{{ target.catalog }}_raw"
    tables: [{name: t, identifier: "t_{{ target.name }}"}, {name: u}]
  - name: crm
    schema: crm_schema
    catalog: ext
    tables: [{name: t}]
""",
}


@pytest.mark.parametrize(
    ("call", "key", "expected"),
    [
        ("dbt.ref('stg')", "stg", Relation("main", "analytics_stage", "stg")),
        ("dbt.ref('shop', 'stg')", "shop.stg", Relation("main", "analytics_stage", "stg")),
        ("dbt.ref('countries')", "countries", Relation("main", "analytics", "c")),
        ("dbt.ref('snap')", "snap", Relation("main", "hist", "snap")),
        ("dbt.ref('items')", "items", Relation("main", "analytics", "items_v10")),
        ("dbt.ref('items', v=2)", "items.v2", Relation("main", "analytics", "items_v2")),
        ("dbt.ref('shop', 'items', version=1)", "shop.items.v1", Relation("main", "analytics", "items_v1")),
        ("dbt.ref('things')", "things", Relation("main", "analytics", "things_v1")),
    ],
)
def test_refs(resolve_files: Any, dbt_files: Any, call: str, key: str, expected: Relation) -> None:
    resolved = resolve_files(dbt_files(code=MODEL.format(body=call), more=NODES))
    assert resolved.codes() == []
    assert resolved.model("orders").refs == {key: expected}


@pytest.mark.parametrize(
    ("call", "code", "summary", "advice"),
    [
        ("dbt.ref('stgg')", "BF220", "there is no model, seed or snapshot 'stgg'", "did you mean 'stg'?"),
        (
            "dbt.ref('shp', 'stg')",
            "BF220",
            "no model, seed or snapshot 'shp.stg'",
            "did you mean 'shop.stg'?",
        ),
        ("dbt.ref('items', v=3)", "BF220", "'items' has no version 3", "versions: 1, 10, 2"),
        ("dbt.ref('stg', v=3)", "BF220", "'stg' has no versions", "leave out the version"),
        ("dbt.ref('off')", "BF220", "'off' is disabled", "enable it"),
        ("dbt.ref('eph')", "BF221", "'eph' is ephemeral", "session.table"),
        ("dbt.ref('computed')", "BF221", "'computed' gets its schema from Jinja", "session.table"),
        ("dbt.source('raw', 'tt')", "BF222", "there is no source 'raw.tt'", "did you mean 'raw.t'?"),
    ],
)
def test_what_a_call_cannot_name(
    resolve_files: Any, dbt_files: Any, call: str, code: str, summary: str, advice: str
) -> None:
    resolved = resolve_files(dbt_files(code=MODEL.format(body=call), more=NODES))
    found = resolved.one(code)
    assert resolved.codes() == [code]
    assert summary in found.summary
    assert advice in found.help
    assert (found.location.file, found.location.line) == ("models/staging/orders.py", 3)


def test_sources(resolve_files: Any, dbt_files: Any) -> None:
    calls = "dbt.source('raw', 't'); dbt.source('raw', 'u'); dbt.source('crm', 't')"
    resolved = resolve_files(dbt_files(code=MODEL.format(body=calls), more=NODES))
    assert resolved.model("orders").sources == {
        "raw.t": Relation("main_raw", "raw", "t_dev"),
        "raw.u": Relation("main_raw", "raw", "u"),
        "crm.t": Relation("ext", "crm_schema", "t"),
    }


def test_what_the_root_project_overrides_of_a_source_of_a_package(resolve_files: Any, dbt_files: Any) -> None:
    code = MODEL.format(body="dbt.source('crm', 't'); dbt.source('crm', 'u')")
    more = {
        "packages.yml": "packages: [{local: lib}]",
        "dbt_packages/lib/dbt_project.yml": "name: lib\n",
        "dbt_packages/lib/models/sources.yml": "sources: [{name: crm, schema: s,"
        " tables: [{name: t}, {name: u}]}]",
        "models/overrides.yml": "sources: [{name: crm, overrides: lib, database: ext, tables:"
        " [{name: t, identifier: t_2}]}]",
    }
    assert resolve_files(dbt_files(code=code, more=more)).model("orders").sources == {
        "crm.t": Relation("ext", "s", "t_2"),
        "crm.u": Relation("ext", "s", "u"),
    }


@pytest.mark.parametrize(
    ("flags", "schema"),
    [
        ("", "analytics_stage"),
        ("flags: {require_ref_prefers_node_package_to_root: false}", "analytics_stage"),
        ("flags: {require_ref_prefers_node_package_to_root: true}", "analytics_lib"),
    ],
)
def test_a_ref_of_a_package_looks_in_the_root_first_unless_a_flag_says_otherwise(
    resolve_files: Any, dbt_files: Any, flags: str, schema: str
) -> None:
    code = MODEL.format(body="dbt.ref('stg')")
    more = {
        **NODES,
        "packages.yml": "packages: [{local: lib}]",
        "dbt_packages/lib/dbt_project.yml": "name: lib\nmodels: {+schema: lib}\n",
        "dbt_packages/lib/models/stg.sql": "select 1",
        "dbt_packages/lib/models/theirs.py": code,
    }
    resolved = resolve_files(dbt_files(project=flags, code=code, more=more))
    assert resolved.model("theirs").refs["stg"].schema == schema
    assert resolved.model("orders").refs["stg"].schema == "analytics_stage"
