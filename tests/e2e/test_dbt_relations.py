"""Every table that a ref or a source leads to, and what reads what, is what the real dbt says."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from brickform.pipeline import LoadOptions, load
from brickform.resolve.project import Relation, ResolvedProject

RunTool = Callable[..., str]
Nodes = dict[str, dict[str, Any]]

MODEL = "def model(dbt, session):\n    return {}\n"
SELECT = "select 1 as one"
PROJECT = {
    "dbt_project.yml": """
name: kinds
version: "1.0.0"
config-version: 2
profile: kinds
vars: {place: here, helper: {place: there}}
models:
  kinds:
    +submission_method: workflow_job
    marts: {+schema: mart, finance: {+database: money, deep: {+alias: "{{ target.name }}_by_folder"}}}
  helper: {overruled: {+schema: by_root}}
seeds: {kinds: {+schema: seeded, countries: {+alias: lands}}}
snapshots: {kinds: {+schema: history}}
""",
    "profiles.yml": """
kinds:
  target: dev
  outputs:
    dev: {type: databricks, schema: s, host: h, http_path: /sql/1.0/warehouses/x, token: t}
    prod: {type: databricks, catalog: lake, schema: s, host: h, http_path: /sql/1.0/warehouses/x, token: t}
""",
    "brickform.yml": "jobs: {all: {models: ['*']}}\n",
    "dbt_packages/helper/dbt_project.yml": """
name: helper
version: "1.0.0"
config-version: 2
vars: {place: nowhere}
models: {helper: {+schema: helped}}
""",
    "dbt_packages/helper/models/helped.py": MODEL.format('dbt.ref("twin").union(dbt.source("raw", "t"))'),
    "dbt_packages/helper/models/overruled.sql": "select * from {{ ref('twin') }}",
    "dbt_packages/helper/models/twin.sql": SELECT,
    "dbt_packages/helper/models/sources.yml": """
sources:
  - {name: raw, schema: "raw_{{ var('place') }}", tables: [{name: t}]}
  - {name: far, schema: "far_{{ var('place') }}", tables: [{name: t}]}
""",
    "models/twin.sql": "{{ config(alias='of_the_root') }} select 1 as one",
    "models/inline.sql": "{{ config(schema='inline', database='other', alias=' spaced ') }} select 1 as one",
    "models/marts/in_folder.sql": "select * from {{ ref('inline') }}, {{ ref('helper', 'twin') }}",
    "models/marts/finance/deep.sql": "-- depends_on: {{ ref('twin') }}\nselect 1 as one",
    "models/marts/finance/deeper.py": MODEL.format('dbt.ref("deep")'),
    "models/by_property.sql": SELECT,
    "models/by_call.py": (
        'def model(dbt, session):\n    dbt.config(schema="called", alias="c", database="calls")\n'
        '    return dbt.ref("by_property")\n'
    ),
    "models/items_v1.sql": SELECT,
    "models/items_v2.py": MODEL.format('dbt.ref("items", v=1)'),
    "models/renamed.sql": SELECT,
    "models/properties.yml": """
models:
  - {name: by_property, config: {schema: "{{ var('place') }}", alias: "p_{{ target.schema }}"}}
  - name: items
    latest_version: 1
    config: {schema: versioned}
    versions: [{v: 1, config: {alias: item_one}}, {v: 2}, {v: 2.5, defined_in: renamed}]
sources:
  - {name: raw, tables: [{name: t}, {name: u, identifier: "u_{{ target.name }}"}]}
  - {name: crm, database: "{{ target.schema }}_db", schema: sch, tables: [{name: t}]}
""",
    "models/reader.py": """
def model(dbt, session):
    dbt.ref("twin"), dbt.ref("helper", "twin"), dbt.ref("helped"), dbt.ref("overruled"), dbt.ref("inline")
    dbt.ref("in_folder"), dbt.ref("deep"), dbt.ref("deeper"), dbt.ref("by_property"), dbt.ref("by_call")
    dbt.ref("items"), dbt.ref("items", v=2), dbt.ref("items", version=2.5), dbt.ref("kinds", "items", v=1)
    dbt.ref("countries"), dbt.ref("cities"), dbt.ref("old"), dbt.ref("older"), dbt.ref("oldest")
    dbt.source("raw", "t"), dbt.source("raw", "u"), dbt.source("crm", "t"), dbt.source("far", "t")
    return session.range(1)
""",
    "seeds/countries.csv": "a\n1\n",
    "seeds/cities.csv": "a\n1\n",
    "seeds/seeds.yml": "seeds: [{name: cities, config: {schema: towns, database: map}}]\n",
    "snapshots/old.sql": (
        "{% snapshot old %}{{ config(strategy='check', check_cols='all', unique_key='one') }}"
        " select * from {{ ref('inline') }} {% endsnapshot %}"
    ),
    "snapshots/older.sql": (
        "{% snapshot older %}{{ config(target_schema='exact', target_database='attic', strategy='check',"
        " check_cols='all', unique_key='one', alias='o') }} select * from {{ ref('old') }} {% endsnapshot %}"
    ),
    "snapshots/oldest.yml": """
snapshots:
  - name: oldest
    relation: ref('older')
    config: {strategy: check, check_cols: all, unique_key: one, database: cellar}
""",
}


class Parsed(NamedTuple):
    project: Path
    manifests: dict[str, Path]


@pytest.fixture(scope="module")
def parsed(tmp_path_factory: pytest.TempPathFactory, dbt: RunTool) -> Parsed:
    project = tmp_path_factory.mktemp("kinds")
    for name, text in PROJECT.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(text)
    manifests = {}
    for target in ("dev", "prod"):
        dbt(project, "parse", "--profiles-dir", ".", "-t", target, "--target-path", f"target/{target}")
        manifests[target] = project / "target" / target / "manifest.json"
    return Parsed(project, manifests)


def resolved(parsed: Parsed, target: str, *, manifest: bool) -> ResolvedProject:
    path = parsed.manifests[target] if manifest else None
    loaded = load(LoadOptions(parsed.project, parsed.project, target, manifest=path))
    assert loaded.project is not None
    assert [item for item in loaded.diagnostics if item.severity.value == "error"] == []
    return loaded.project


def of_dbt(parsed: Parsed, target: str) -> Nodes:
    document = json.loads(parsed.manifests[target].read_text())
    return {**document["nodes"], **document["sources"]}


def relation(node: dict[str, Any]) -> Relation:
    identifier = node["identifier" if node["resource_type"] == "source" else "alias"]
    return Relation(node["database"], node["schema"], identifier)


@pytest.mark.parametrize("target", ["dev", "prod"])
@pytest.mark.parametrize("manifest", [False, True])
def test_every_table_is_where_dbt_has_it(parsed: Parsed, target: str, manifest: bool) -> None:
    nodes = of_dbt(parsed, target)
    project = resolved(parsed, target, manifest=manifest)
    assert {model.unique_id: model.relation for model in project.models} == {
        key: relation(node) for key, node in nodes.items() if node.get("language") == "python"
    }
    assert len(project.models) == 5
    for model in project.models:
        read = {relation(nodes[key]) for key in nodes[model.unique_id]["depends_on"]["nodes"]}
        assert {*model.refs.values(), *model.sources.values()} == read, model.name


@pytest.mark.parametrize("manifest", [False, True])
def test_what_reads_what(parsed: Parsed, manifest: bool) -> None:
    nodes = of_dbt(parsed, "dev")
    lineage = resolved(parsed, "dev", manifest=manifest).lineage
    kinds = ("model.", "seed.", "snapshot.")
    assert {key: set(node.upstream) for key, node in lineage.items()} == {
        key: {read for read in node.get("depends_on", {}).get("nodes", ()) if read.startswith(kinds)}
        for key, node in nodes.items()
        if key.startswith(kinds)
    }
