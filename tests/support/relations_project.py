"""A project in which every table gets its name in another way: by tree, properties, code and packages."""

from __future__ import annotations

RELATIONS = {
    "dbt_project.yml": """\
name: rel
version: "1.0.0"
config-version: 2
profile: rel
vars: {raw: landed, who: ann}
models:
  rel: {+submission_method: workflow_job, sub: {+schema: "{{ target.name }}_sub", +database: lake2}}
  helper: {+schema: over_helper}
seeds:
  rel: {+schema: seeded, sub: {+alias: "subbed", +database: seedcat}}
  helper: {+enabled: true, +schema: hs}
snapshots:
  rel: {+target_schema: snaps}
sources:
  rel: {+enabled: true, unused: {+enabled: false}}
""",
    "profiles.yml": """\
rel:
  target: dev
  outputs:
    dev: {type: databricks, catalog: lake_dev, schema: s, host: h, http_path: /sql/1.0/warehouses/x, token: t}
""",
    "dbt_packages/helper/dbt_project.yml": """\
name: helper
version: "1.0.0"
config-version: 2
models: {helper: {+schema: helped, +alias: "h_x"}}
seeds: {helper: {+schema: own}}
""",
    "dbt_packages/helper/models/plain.sql": "select 1 as one\n",
    "dbt_packages/helper/seeds/hseed.csv": """\
a
1
""",
    "dbt_packages/helper/models/s.yml": """\
version: 2
sources:
  - {name: pk, schema: pk_schema, tables: [{name: t}]}
  - {name: ov, schema: ov_schema, tables: [{name: t, identifier: orig}]}
""",
    "seeds/one.csv": """\
a
1
""",
    "seeds/three.csv": """\
a
1
""",
    "seeds/sub/two.csv": """\
a
1
""",
    "seeds/s.yml": """\
version: 2
seeds:
  - {name: three, config: {alias: "three_{{ var('who') }}", schema: "{{ var('raw') }}"}}
""",
    "snapshots/a.sql": """\
{% snapshot snap_a %}
{{ config(target_database='snapcat', unique_key='id', strategy='check', check_cols='all') }}
select * from {{ ref('one') }}
{% endsnapshot %}
""",
    "snapshots/b.sql": """\
{% snapshot snap_b %}
{{ config(schema='inl', alias='snapped', target_schema=none) }}
{{ config(unique_key='id', strategy='check', check_cols='all') }}
select * from {{ ref('one') }}
{% endsnapshot %}
""",
    "snapshots/s.yml": """\
version: 2
snapshots:
  - name: snap_y
    relation: ref('one')
    config: {alias: y_alias, database: ycat, unique_key: id, strategy: check, check_cols: all}
""",
    "models/inline.sql": "{{ config(alias='inl', schema='sq', database='sqcat') }} select 1 as one\n",
    "models/dic.sql": "{{ config({'alias': 'dic'}) }} select 1 as one\n",
    "models/sub/deep.sql": "select 1 as one\n",
    "models/ver_v1.sql": "select 1 as one\n",
    "models/second.sql": "select 1 as one\n",
    "models/s.yml": """\
version: 2
sources:
  - {name: raw, tables: [{name: t}]}
  - name: jin
    database: "{{ target.catalog }}_x"
    schema: "{{ var('raw') }}"
    tables: [{name: t, identifier: "t_{{ var('who') }}"}, {name: u}]
  - {name: ov, overrides: helper, database: ovcat, tables: [{name: t, identifier: "new"}]}
  - {name: unused, tables: [{name: t}]}
  - name: cfg
    config: {enabled: true}
    schema: cfg_s
    tables: [{name: t}, {name: z, config: {enabled: false}}]
models:
  - name: ver
    latest_version: 1
    versions: [{v: 1}, {v: 2, defined_in: second, config: {alias: v_two}}]
""",
}
