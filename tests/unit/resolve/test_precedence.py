from __future__ import annotations

from typing import Any

from brickform.diagnostics import Severity

MODEL = """
def model(dbt, session):
    dbt.config({config})
    return session.sql("select 1")
"""
PLAIN_MODEL = MODEL.replace("dbt.config({config})", "pass")
PROJECT = """
models:
  +meta: {all: 1}
  shop:
    +tags: [root]
    +python_job_config: {timeout_seconds: 111, tags: {a: b}}
    plain: 1
    staging:
      +tags: staging
      +foo: tree
      orders: {+bar: tree}
    other: {+tags: [other]}
"""
PROPERTIES = """
models:
  - name: orders
    meta: {entry: 1}
    config:
      packages: [a]
      foo: properties
      python_job_config: {max_retries: 2}
"""


def test_project_then_properties_then_file(resolve_files: Any, dbt_files: Any) -> None:
    code = MODEL.format(config="foo='file', tags=['file'], packages=['b'], meta={'file': 1}")
    resolved = resolve_files(dbt_files(project=PROJECT, properties=PROPERTIES, code=code))
    assert resolved.codes() == ["BF484"]  # no model lies in `other`
    assert resolved.config("orders") == {
        "meta": {"all": 1, "entry": 1, "file": 1},
        "tags": ["root", "staging", "file"],
        "python_job_config": {"max_retries": 2},
        "plain": 1,
        "foo": "file",
        "bar": "tree",
        "packages": ["a", "b"],
        "materialized": "table",
    }
    source = resolved.model("orders").config.source
    places = {
        key: str(source.find(path).location)
        for key, path in {
            "tag 0": ("tags", 0),
            "tag 2": ("tags", 2),
            "retries": ("python_job_config", "max_retries"),
            "bar": ("bar",),
            "package 1": ("packages", 1),
            "meta": ("meta", "entry"),
        }.items()
    }
    assert places == {
        "tag 0": "dbt_project.yml:7:13",
        "tag 2": "models/staging/orders.py:3:34",
        "retries": "models/schema.yml:8:40",
        "bar": "dbt_project.yml:13:22",
        "package 1": "models/staging/orders.py:3:53",
        "meta": "models/schema.yml:4:19",
    }
    assert source.find(("foo",)).config_path == ("foo",)
    assert source.find(("python_job_config", "max_retries")).config_path == (
        *("models", 0, "config", "python_job_config", "max_retries"),
    )


def test_the_tree_of_the_root_goes_over_an_installed_package(resolve_files: Any, dbt_files: Any) -> None:
    files = dbt_files(
        project="models:\n  lib: {+foo: root, +tags: [root]}\nvars: {a: root, lib: {a: scoped}}\n",
        more={
            "packages.yml": "packages: [{local: lib}]",
            "dbt_packages/lib/dbt_project.yml": (
                "name: lib\nvars: {a: own, b: own}\nmodels: {+foo: own, lib: {+tags: [own]}}\n"
            ),
            "dbt_packages/lib/models/l.py": MODEL.format(config="foo='file', tags=['file']"),
            "dbt_packages/lib/models/l.yml": (
                "models: [{name: l, config: {meta: {a: \"{{ var('a') }}\", b: \"{{ var('b') }}\"}}}]"
            ),
        },
    )
    config = resolve_files(files).config("l")
    assert config["foo"] == "root"
    assert config["tags"] == ["own", "file", "root"]
    assert config["meta"] == {"a": "scoped", "b": "own"}


def test_versions(resolve_files: Any, dbt_files: Any) -> None:
    properties = """
models:
  - name: items
    config: {tags: [o], job_cluster_config: {a: 1, b: [1]}}
    versions:
      - v: 1
      - v: 2
        config: {tags: [o2], job_cluster_config: {b: [2], c: 3}, alias: newest}
"""
    project = "models: {shop: {items: {+any: 1, v2: {+second: 1}}}}"
    code = PLAIN_MODEL
    more = {"models/items_v1.py": code, "models/items_v2.py": code}
    resolved = resolve_files(dbt_files(project=project, properties=properties, more=more))
    assert resolved.config("items.v1")["job_cluster_config"] == {"a": 1, "b": [1]}
    second = resolved.config("items.v2")
    assert second["tags"] == ["o2", "o"]
    assert second["job_cluster_config"] == {"a": 1, "b": [2, 1], "c": 3}
    assert (second["any"], second["second"]) == (1, 1)
    assert "second" not in resolved.config("items.v1")
    assert resolved.model("items.v1").relation.identifier == "items_v1"
    assert resolved.model("items.v2").relation.identifier == "newest"


def test_materialized_of_the_project_does_not_reach_python_models(resolve_files: Any, dbt_files: Any) -> None:
    resolved = resolve_files(dbt_files(project="models: {+materialized: view}"))
    assert resolved.config("orders")["materialized"] == "table"
    assert resolved.codes() == []
    resolved = resolve_files(dbt_files(project="models: {+materialized: incremental}"))
    assert resolved.config("orders")["materialized"] == "table"
    assert resolved.codes() == ["BF217"]
    properties = "models: [{name: orders, config: {materialized: incremental}}]"
    resolved = resolve_files(dbt_files(project="models: {+materialized: incremental}", properties=properties))
    assert resolved.config("orders")["materialized"] == "incremental"
    assert resolved.codes() == []


def test_a_python_model_cannot_be_a_view(resolve_files: Any, dbt_files: Any) -> None:
    properties = "models: [{name: orders, config: {materialized: view}}]"
    found = resolve_files(dbt_files(properties=properties)).one("BF219")
    assert (str(found.location), found.help) == ("models/schema.yml:1:48", "write 'table' or 'incremental'")


def test_a_mapping_without_plus_is_a_folder(resolve_files: Any, dbt_files: Any) -> None:
    resolved = resolve_files(dbt_files(project="models: {shop: {python_job_config: {name: x}}}"))
    found = resolved.one("BF216")
    assert (found.severity, found.help) == (Severity.WARNING, "write '+python_job_config'")
    assert "python_job_config" not in resolved.config("orders")


def test_catalog_is_database(resolve_files: Any, dbt_files: Any) -> None:
    properties = "models: [{name: orders, config: {catalog: b}}]"
    resolved = resolve_files(dbt_files(project="models: {+database: a}", properties=properties))
    assert resolved.model("orders").relation.catalog == "b"
    properties = "models: [{name: orders, config: {catalog: b, database: c}}]"
    assert resolve_files(dbt_files(properties=properties)).one("BF215").help == "keep one of them"


def test_tags_beside_config_and_config_that_is_no_mapping(resolve_files: Any, dbt_files: Any) -> None:
    resolved = resolve_files(dbt_files(properties="models: [{name: orders, tags: [x], config: 5}]"))
    assert resolved.codes() == ["BF217", "BF214"]
    assert "tags" not in resolved.config("orders")


def test_python_configs_and_hooks_are_not_rendered(resolve_files: Any, dbt_files: Any) -> None:
    code = MODEL.format(config="job_cluster_config={'x': '{{secrets/a/b}}'}, post_hook='{{ this }}'")
    properties = "models: [{name: orders, config: {pre_hook: 'x {{ this }}'}}]"
    resolved = resolve_files(
        dbt_files(project="models: {+post-hook: '{{ this }}'}", properties=properties, code=code)
    )
    assert resolved.codes() == []
    assert resolved.config("orders")["job_cluster_config"] == {"x": "{{secrets/a/b}}"}


DEFAULTS = """
defaults:
  python_job_config: {tags: {team: data, env: none}, timeout_seconds: 60}
  job_cluster_config: {policy_id: "{{ var('policy', 'p') }}"}
targets:
  dev:
    defaults: {python_job_config: {tags: {env: dev}}}
    models:
      orders: {python_job_config: {post_hook_tasks: [{task_key: vacuum, timeout_seconds: 5}]}}
"""


def test_defaults_under_and_overrides_over(resolve_files: Any, dbt_files: Any) -> None:
    code = MODEL.format(
        config="python_job_config={'timeout_seconds': 1, 'tags': {'x': 'y'}, "
        "'post_hook_tasks': [{'task_key': 'vacuum', 'max_retries': 1}]}"
    )
    resolved = resolve_files(dbt_files(code=code, more={"brickform.yml": DEFAULTS}))
    assert resolved.codes() == []
    assert resolved.config("orders")["python_job_config"] == {
        "tags": {"team": "data", "env": "dev", "x": "y"},
        "timeout_seconds": 1,
        "post_hook_tasks": [{"task_key": "vacuum", "max_retries": 1, "timeout_seconds": 5}],
    }
    source = resolved.model("orders").config.source
    assert str(source.find(("python_job_config", "tags", "team")).location) == "brickform.yml:3:36"
    prod = resolve_files(dbt_files(code=code, more={"brickform.yml": DEFAULTS}), target="prod")
    assert prod.config("orders")["python_job_config"]["tags"]["env"] == "none"


def test_default_cluster_settings_make_no_cluster(resolve_files: Any, dbt_files: Any) -> None:
    cluster = "models: {orders: {job_cluster_config: {num_workers: 2}}}"
    for brickform, properties, expected in (
        (DEFAULTS, "", None),
        (
            DEFAULTS,
            "models: [{name: orders, config: {job_cluster_config: {a: 1}}}]",
            {"policy_id": "p", "a": 1},
        ),
        (
            DEFAULTS.partition("targets:")[0] + f"targets: {{dev: {{{cluster}}}}}",
            "models: [{name: orders}]",
            {"policy_id": "p", "num_workers": 2},
        ),
    ):
        resolved = resolve_files(dbt_files(properties=properties, more={"brickform.yml": brickform}))
        assert resolved.codes() == []
        assert resolved.config("orders").get("job_cluster_config") == expected


def test_an_override_for_an_unknown_model(resolve_files: Any, dbt_files: Any) -> None:
    brickform = "targets: {dev: {models: {order: {tags: [x]}}}}"
    found = resolve_files(dbt_files(more={"brickform.yml": brickform})).one("BF218")
    assert (found.summary, found.help) == (
        "there is no Python model 'order' to override",
        "did you mean 'orders'?",
    )
    assert str(found.location) == "brickform.yml:1:26"


def test_a_template_that_fails_is_one_error_and_stays_as_written(resolve_files: Any, dbt_files: Any) -> None:
    project = 'models: {+job_cluster_config: {a: "{{ nope }}", b: "{{secrets/s/k}}"}}'
    more = {"models/items.py": PLAIN_MODEL}
    resolved = resolve_files(dbt_files(project=project, more=more))
    assert resolved.codes() == ["BF211", "BF213"]
    assert [str(d.location) for d in resolved.diagnostics] == ["dbt_project.yml:3:35", "dbt_project.yml:3:52"]
    assert resolved.config("items")["job_cluster_config"] == {"a": "{{ nope }}", "b": "{{secrets/s/k}}"}
