from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brickform.location import Location
from brickform.pipeline import LoadOptions, build_graph, load
from brickform.resolve.project import Relation, ResolvedModel
from support.manifests import CODE, manifest, manifest_text, node, python_model, source

FILES = {
    "dbt_project.yml": "name: shop\nprofile: shop\n",
    "profiles.yml": """
shop:
  target: dev
  outputs:
    dev: {type: databricks, catalog: main, schema: analytics, host: h}
    prod: {type: databricks, catalog: prod, schema: gold, host: h}
""",
}
NAME_MACROS = {
    f"macro.shop.generate_{kind}_name": {"name": f"generate_{kind}_name", "package_name": "shop"}
    for kind in ("schema", "database", "alias")
}


class Loaded:
    def __init__(self, options: LoadOptions) -> None:
        loaded = load(options)
        self.project, self.diagnostics = loaded.project, loaded.diagnostics

    def model(self, name: str) -> ResolvedModel:
        assert self.project is not None, list(self.diagnostics)
        return next(model for model in self.project.models if model.unique_id.endswith(f".{name}"))

    def codes(self) -> list[str]:
        return [problem.code.id for problem in self.diagnostics]


LoadManifest = Callable[..., Loaded]


@pytest.fixture
def load_manifest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LoadManifest:
    """Write files and a manifest, and resolve them; keywords are LoadOptions."""
    monkeypatch.delenv("DBT_PROFILES_DIR", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))

    def run(text: str, files: Mapping[str, str] | None = None, **options: Any) -> Loaded:
        root = tmp_path / "shop"
        for name, content in {**FILES, **(files or {}), "target/manifest.json": text}.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(content)
        return Loaded(LoadOptions(root, manifest=root / "target" / "manifest.json", **options))

    return run


def reading(body: str) -> str:
    return f"def model(dbt, session):\n    {body}\n    return session.range(1)"


def test_tables_are_what_dbt_called_them(load_manifest: LoadManifest) -> None:
    code = reading(
        'dbt.ref("stg"); dbt.ref("items", v=1); dbt.ref("tools", "helper"); dbt.source("raw", "t")'
    )
    model = python_model("orders", code, alias="the_orders", schema="by_macro")
    model["depends_on"]["nodes"] = [
        "model.shop.stg",
        "model.shop.items.v1",
        "model.tools.helper",
        "source.shop.raw.t",
    ]
    others = [
        node("stg", schema="stage", database="lake"),
        node("items", unique_id="model.shop.items.v1", version=1, latest_version=2, alias="items_v1"),
        node("items", unique_id="model.shop.items.v2", version=2, latest_version=2, alias="items_v2"),
        node("helper", package_name="tools", schema="x"),
        source("raw.t", database="lake", identifier="t_2"),
    ]
    loaded = load_manifest(manifest_text(model, *others, macros=NAME_MACROS))
    orders = loaded.model("orders")
    assert orders.relation == Relation("main", "by_macro", "the_orders")
    assert orders.refs == {
        "stg": Relation("lake", "stage", "stg"),
        "items.v1": Relation("main", "analytics", "items_v1"),
        "tools.helper": Relation("main", "x", "helper"),
    }
    assert orders.sources == {"raw.t": Relation("lake", "raw", "t_2")}


def test_of_nodes_with_one_name_the_one_that_dbt_chose_is_read(load_manifest: LoadManifest) -> None:
    model = python_model("orders", reading('dbt.ref("stg"); dbt.source("raw", "t")'))
    model["depends_on"]["nodes"] = ["model.tools.stg", "source.tools.raw.t"]
    others = [
        node("stg"),
        node("stg", package_name="tools", alias="of_tools"),
        source("raw.t"),
        source("raw.t", package_name="tools", database="of_tools"),
    ]
    orders = load_manifest(manifest_text(model, *others)).model("orders")
    assert orders.refs["stg"].identifier == "of_tools"
    assert orders.sources["raw.t"].catalog == "of_tools"


def test_an_ephemeral_model_has_no_table(load_manifest: LoadManifest) -> None:
    model = python_model("orders", reading('dbt.ref("eph")'))
    loaded = load_manifest(manifest_text(model, node("eph", config={"materialized": "ephemeral"})))
    assert loaded.codes() == ["BF221"]


def test_the_config_is_final(load_manifest: LoadManifest) -> None:
    config = {"python_job_config": {"name": "{{job.id}} {% not Jinja", "tags": {"a": "{{ var('x') }}"}}}
    loaded = load_manifest(manifest_text(python_model("orders", config=config)))
    assert loaded.codes() == []
    assert loaded.model("orders").config.value == {**config, "materialized": "table"}


def test_brickform_yml_counts_as_it_does_with_files(load_manifest: LoadManifest) -> None:
    own = """
defaults: {packages: [numpy], python_job_config: {tags: {target: "{{ target.name }}"}}}
targets:
  dev: {models: {orders: {python_job_config: {timeout_seconds: 9}}, returns: {alias: back}}}
"""
    entries = [
        python_model("orders", config={"python_job_config": {"tags": {"a": "b"}}}),
        python_model("returns", reading('dbt.ref("orders")'), config={"packages": []}, schema="s"),
    ]
    loaded = load_manifest(manifest_text(*entries, macros=NAME_MACROS), {"brickform.yml": own})
    assert loaded.model("orders").config.value == {
        "materialized": "table",
        "packages": ["numpy"],
        "python_job_config": {"tags": {"target": "dev", "a": "b"}, "timeout_seconds": 9},
    }
    assert loaded.model("returns").config.value["packages"] == []
    assert loaded.model("returns").relation == Relation("main", "s", "back")


def test_a_disabled_model_is_left_out(load_manifest: LoadManifest) -> None:
    off = python_model("resting", config={"enabled": False})
    text = manifest_text(python_model("orders"), disabled={off["unique_id"]: [off]})
    own = "targets: {dev: {models: {resting: {timeout: 3}}}}"
    loaded = load_manifest(text, {"brickform.yml": own})
    assert loaded.codes() == []
    assert loaded.project is not None
    assert [model.name for model in loaded.project.models] == ["orders"]


def test_what_the_code_asks_of_its_config(load_manifest: LoadManifest) -> None:
    code = reading('dbt.config.get("limit", 1); dbt.config.get("tags"); dbt.config.meta_get("owner")')
    config = {"limit": 5, "meta": {"owner": "ann"}}
    orders = load_manifest(manifest_text(python_model("orders", code, config=config))).model("orders")
    assert orders.config_gets == {"limit": 5, "tags": []}
    assert orders.meta_gets == {"owner": "ann"}


PROPERTIES = """models:
  - name: orders
    config:
      python_job_config:
        timeout_seconds: "{{ var('t') }}"
"""


def test_values_lie_where_the_files_have_them(load_manifest: LoadManifest) -> None:
    code = "def model(dbt, session):\n    dbt.config(packages=['x'])\n    return session.range(1)"
    config = {"python_job_config": {"timeout_seconds": 9, "by_nobody": 1}, "packages": ["x"]}
    files = {"models/orders.py": f"\n{code}", "models/m.yml": PROPERTIES}
    written = (
        load_manifest(manifest_text(python_model("orders", code, config=config)), files)
        .model("orders")
        .config
    )
    seconds = written.at("python_job_config", "timeout_seconds")
    package = written.at("packages", 0)
    unknown = written.at("python_job_config", "by_nobody")
    assert seconds is not None
    assert package is not None
    assert unknown is not None
    assert (seconds.location, seconds.value) == (Location("models/m.yml", 5, 26), 9)
    assert package.location == Location("models/orders.py", 3, 26)
    assert unknown.location == Location("models/m.yml", 5, 9)
    assert unknown.source.config_path == ("models", 0, "config", "python_job_config", "by_nobody")


def test_without_files_values_lie_at_the_head_of_the_property_file(load_manifest: LoadManifest) -> None:
    entry = python_model(
        "orders", config={"python_job_config": {"timeout_seconds": 9}}, patch_path="shop://models/m.yml"
    )
    seconds = (
        load_manifest(manifest_text(entry)).model("orders").config.at("python_job_config", "timeout_seconds")
    )
    assert seconds is not None
    assert seconds.location == Location("models/m.yml", 1, 1)
    assert seconds.source.config_path == ("python_job_config", "timeout_seconds")


ANALYTICS = manifest_text(
    python_model("orders"), node("stg", config={"schema": "stage"}, schema="analytics_stage")
)


@pytest.mark.parametrize("target", ["dev", None])
def test_the_target_of_the_manifest(load_manifest: LoadManifest, target: str | None) -> None:
    loaded = load_manifest(ANALYTICS, target=target)
    assert loaded.codes() == []
    assert loaded.project is not None
    assert loaded.project.target.name == "dev"


def test_another_target_is_refused(load_manifest: LoadManifest) -> None:
    loaded = load_manifest(ANALYTICS, target="prod")
    [problem] = loaded.diagnostics
    assert (problem.code.id, problem.location) == ("BF226", Location("target/manifest.json", 1, 1))
    assert "the catalog of 'orders' is 'main' there, not 'prod'" in problem.summary
    assert problem.help == "run `dbt parse -t prod` first, or choose -t dev"


def test_a_custom_schema_shows_the_target_too(load_manifest: LoadManifest) -> None:
    entry = python_model(
        "orders", config={"schema": "mart", "database": "lake"}, database="lake", schema="other_mart"
    )
    loaded = load_manifest(manifest_text(entry))
    [problem] = loaded.diagnostics
    assert "the schema of 'orders' is 'other_mart' there, not 'analytics_mart'" in problem.summary
    assert problem.help == "run `dbt parse -t dev` first"


def test_names_do_not_tell_upper_case(load_manifest: LoadManifest) -> None:
    assert load_manifest(manifest_text(python_model("orders", database="MAIN"))).codes() == []


def test_where_macros_decide_the_target_is_taken_on_trust(load_manifest: LoadManifest) -> None:
    text = manifest_text(python_model("orders", database="x", schema="y"), macros=NAME_MACROS)
    loaded = load_manifest(text, target="prod")
    [problem] = loaded.diagnostics
    assert problem.code.id == "BF227"
    assert "it fits dev as well" in problem.summary
    assert loaded.project is not None


def test_what_no_macro_decides_is_held_against_the_target_all_the_same(load_manifest: LoadManifest) -> None:
    macros = {key: macro for key, macro in NAME_MACROS.items() if "schema" in key}
    text = manifest_text(python_model("orders", schema="y"), macros=macros)
    assert load_manifest(text, target="dev").codes() == []
    assert load_manifest(text, target="prod").codes() == ["BF226"]


def test_targets_with_the_same_tables_cannot_be_told_apart(load_manifest: LoadManifest) -> None:
    own = "targets: {twin: {catalog: main, schema: analytics}}"
    assert load_manifest(ANALYTICS, {"brickform.yml": own}, target="twin").codes() == ["BF227"]


def test_a_target_that_does_not_exist(load_manifest: LoadManifest) -> None:
    assert load_manifest(ANALYTICS, target="staging").codes() == ["BF201"]


def test_an_existing_job_counts_once(load_manifest: LoadManifest) -> None:
    config = {"python_job_config": {"existing_job_id": 7}}
    loaded = load_manifest(manifest_text(python_model("orders", config=config)))
    assert loaded.project is not None
    assert loaded.project.adopted_in == {"7": ("dev",)}


SCALARS: st.SearchStrategy[Any] = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.just("{{ x }}")
)
JSON_VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
WHOLE = manifest(
    python_model("orders", reading('dbt.ref("stg")'), config={"python_job_config": {"timeout_seconds": 9}}),
    node("stg"),
    source("raw.t"),
    macros=NAME_MACROS,
    disabled={"model.shop.resting": [python_model("resting", CODE)]},
)


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, entry in inner for found in paths(entry, (*path, key)))]


def replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = replaced(copy[path[0]], path[1:], new)
    return copy


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.sampled_from(paths(WHOLE)), value=JSON_VALUES)
def test_no_manifest_gives_a_traceback(tmp_path: Path, path: tuple[Any, ...], value: Any) -> None:
    for name, text in {**FILES, "m.json": json.dumps(replaced(WHOLE, path, value))}.items():
        (tmp_path / name).write_text(text)
    compiled = build_graph(load(LoadOptions(tmp_path, profiles_dir=tmp_path, manifest=tmp_path / "m.json")))
    assert (compiled.graph is None) == compiled.diagnostics.has_errors
