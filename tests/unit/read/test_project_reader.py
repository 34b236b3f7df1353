from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from brickform import codes
from brickform.diagnostics import Diagnostics
from brickform.location import Location
from brickform.read.project import Project, ReadOptions
from brickform.read.project_reader import read_project

ReadFiles = Callable[[Mapping[str, str]], tuple[Project | None, Diagnostics]]

DBT = "name: shop\nprofile: shop\n"
MODEL = "def model(dbt, session):\n    return dbt.ref('raw')\n"
MACRO = "{% macro generate_schema_name(custom, node) %}x{% endmacro %}\n"


def ok(result: tuple[Project | None, Diagnostics]) -> Project:
    project, found = result
    assert list(found) == []
    assert project is not None
    return project


def problems(result: tuple[Project | None, Diagnostics]) -> list[tuple[str, str]]:
    return [(problem.code.id, str(problem.location)) for problem in result[1]]


def test_a_dbt_project(read_files: ReadFiles) -> None:
    project = ok(
        read_files(
            {
                "dbt_project.yml": DBT,
                "profiles.yml": "shop:\n  target: dev\n  outputs: {dev: {schema: x}}\n",
                "models/schema.yml": "models:\n  - name: orders\n    config: {tags: [a]}\n  - name: raw\n"
                "sources:\n  - name: lake\n    tables: [{name: t}]\nseeds:\n  - name: rates\n",
                "models/marts/daily/orders.py": MODEL,
                "models/raw.sql": "{{ config(alias='raw_orders', schema=var('s')) }} select 1",
                "models/.hidden/orders.py": MODEL,
                "seeds/fx/rates.csv": "a,b\n",
                "snapshots/old.sql": "{% snapshot orders_old %}{{ config(schema='hist') }}{% endsnapshot %}",
                "snapshots/more.yml": "snapshots:\n  - name: by_yaml\n    relation: ref('raw')\n",
            }
        )
    )
    [model] = project.models
    assert (project.name, model.name, model.package) == ("shop", "orders", "shop")
    assert (model.path, model.fqn) == (
        "models/marts/daily/orders.py",
        ("shop", "marts", "daily", "orders"),
    )
    assert model.properties is not None
    assert model.properties.location == Location("models/schema.yml", 2, 5)
    nodes = {node.name: node for node in project.other_nodes}
    assert {name: (node.kind, node.fqn) for name, node in nodes.items()} == {
        "raw": ("model", ("shop", "raw")),
        "rates": ("seed", ("shop", "fx", "rates")),
        "orders_old": ("snapshot", ("shop", "old", "orders_old")),
        "by_yaml": ("snapshot", ("shop", "by_yaml")),
    }
    assert nodes["raw"].inline_config is not None
    assert nodes["raw"].inline_config.value == {"alias": "raw_orders"}
    assert nodes["raw"].computed_config == {"schema"}
    assert nodes["raw"].properties is not None
    assert nodes["rates"].properties is not None
    assert [source.written.value["name"] for source in project.sources] == ["lake"]
    assert project.profile is not None
    assert project.profile.value["target"] == "dev"


def test_the_paths_of_a_dbt_project(read_files: ReadFiles) -> None:
    project = ok(
        read_files(
            {
                "dbt_project.yml": 'name: shop\nmodel-paths: ["./a/", b]\nseed-paths: [data]\n',
                "a/sub/one.py": MODEL,
                "b/two.py": MODEL,
                "models/three.py": MODEL,
                "data/four.csv": "",
            }
        )
    )
    assert [model.fqn for model in project.models] == [("shop", "sub", "one"), ("shop", "two")]
    assert [node.path for node in project.other_nodes] == ["data/four.csv"]


def test_a_project_without_dbt(read_files: ReadFiles) -> None:
    project = ok(
        read_files(
            {
                "brickform.yml": "name: shop\nmodels:\n  - name: orders\n    config: {a: 1}\n",
                "models/more.yaml": "models: [{name: items}]\n",
                "models/orders.py": MODEL,
                "models/x/items.py": MODEL,
            }
        )
    )
    assert project.dbt_project is None
    assert project.brickform is not None
    assert [(m.fqn, m.properties and m.properties.location.file) for m in project.models] == [
        (("shop", "orders"), "brickform.yml"),
        (("shop", "x", "items"), "models/more.yaml"),
    ]


def test_the_root_may_name_a_project_file(root: Path, read_files: ReadFiles) -> None:
    read_files({"brickform.yml": "name: shop\n", "models/orders.py": MODEL})
    project = ok(read_project(ReadOptions(root / "brickform.yml")))
    assert (project.root, len(project.models)) == (root, 1)


def test_no_project_is_an_error_that_says_what_to_create(root: Path) -> None:
    project, found = read_project(ReadOptions(root))
    assert project is None
    [problem] = found
    assert problem.code == codes.NO_PROJECT
    assert "brickform.yml" in problem.help
    assert problems(read_project(ReadOptions(root / "nowhere"))) == [("BF113", "None")]


def test_models_beside_a_dbt_project_are_errors_at_their_keys(read_files: ReadFiles) -> None:
    result = read_files(
        {
            "dbt_project.yml": DBT,
            "brickform.yml": "defaults: {}\nmodels:\n  - name: x\nmodel-paths: [m]\n",
            "models/orders.py": MODEL,
        }
    )
    assert problems(result) == [("BF118", "brickform.yml:2:1"), ("BF118", "brickform.yml:4:1")]


def test_an_entry_without_a_file_is_a_warning_with_a_suggestion(read_files: ReadFiles) -> None:
    _, found = read_files(
        {
            "dbt_project.yml": DBT,
            "models/schema.yml": "models:\n  - description: x\n    name: oders\n",
            "models/orders.py": MODEL,
        }
    )
    [problem] = found
    assert (problem.code, problem.location) == (
        codes.ENTRY_WITHOUT_FILE,
        Location("models/schema.yml", 3, 11),
    )
    assert problem.help == "did you mean 'orders'?"


def test_an_entry_of_a_broken_model_has_a_file(read_files: ReadFiles) -> None:
    result = read_files(
        {
            "dbt_project.yml": DBT,
            "models/schema.yml": "models: [{name: orders}]\n",
            "models/orders.py": "def model(:\n",
        }
    )
    assert [code for code, _ in problems(result)] == ["BF107"]


def test_one_name_twice_is_an_error(read_files: ReadFiles) -> None:
    result = read_files(
        {
            "dbt_project.yml": DBT,
            "models/a/orders.py": MODEL,
            "models/b/orders.sql": "select 1",
            "models/one.yml": "models: [{name: orders}]\n",
            "models/two.yml": "models: [{name: orders}]\n",
        }
    )
    assert problems(result) == [("BF116", "models/b/orders.sql:1:1"), ("BF116", "models/two.yml:1:17")]


def test_versions_are_matched_with_their_files(read_files: ReadFiles) -> None:
    project = ok(
        read_files(
            {
                "dbt_project.yml": DBT,
                "models/schema.yml": "models:\n  - name: orders\n    latest_version: 3\n    versions:\n"
                "      - v: 1\n      - v: 2\n        defined_in: second\n        config: {a: 1}\n"
                "      - v: 3\n",
                "models/m/orders_v1.py": MODEL,
                "models/m/second.py": MODEL,
                "models/m/orders.py": MODEL,
            }
        )
    )
    models = {model.version: model for model in project.models}
    assert {version: model.path for version, model in models.items()} == {
        "1": "models/m/orders_v1.py",
        "2": "models/m/second.py",
        "3": "models/m/orders.py",
    }
    assert {model.name for model in project.models} == {"orders"}
    assert models["2"].fqn == ("shop", "m", "orders", "v2")
    assert models["2"].version_properties is not None
    assert models["2"].version_properties.value["config"] == {"a": 1}
    assert models["2"].properties is not None


def test_wrong_versions_are_reported(read_files: ReadFiles) -> None:
    result = read_files(
        {
            "dbt_project.yml": DBT,
            "models/schema.yml": "models:\n  - name: a\n    versions: 2\n  - name: b\n    versions:\n"
            "      - v: 1\n      - v: 1\n      - config: {}\n      - v: 7\n",
            "models/b_v1.py": MODEL,
        }
    )
    assert problems(result) == [
        ("BF114", "models/schema.yml:3:15"),
        ("BF114", "models/schema.yml:7:12"),
        ("BF114", "models/schema.yml:8:9"),
        ("BF115", "models/schema.yml:9:9"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- name: shop\n", [("BF114", "dbt_project.yml:1:1")]),
        ("profile: x\n", [("BF114", "dbt_project.yml:1:1")]),
        ("", [("BF114", "dbt_project.yml:1:1")]),
        ("name: [x]\n", [("BF114", "dbt_project.yml:1:7")]),
        ("name: shop\nmodel-paths: models\n", [("BF114", "dbt_project.yml:2:14")]),
        ("name: shop\nmodel-paths: [1]\n", [("BF114", "dbt_project.yml:2:15")]),
        ("name: shop\nmodel-paths: [../other]\n", [("BF114", "dbt_project.yml:2:15")]),
        ("name: shop\nmodel-paths: [/etc]\n", [("BF114", "dbt_project.yml:2:15")]),
        ("name: shop\nmodel-paths: [\"{{ var('x') }}\"]\n", [("BF114", "dbt_project.yml:2:15")]),
        ("name: shop\nname: x\n", [("BF103", "dbt_project.yml:2:1")]),
        ("name: [\n", [("BF102", "dbt_project.yml:2:1")]),
    ],
)
def test_a_wrong_project_file(read_files: ReadFiles, text: str, expected: list[tuple[str, str]]) -> None:
    assert problems(read_files({"dbt_project.yml": text})) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("models: {name: x}\n", "models/s.yml:1:9"),
        ("models: [x]\n", "models/s.yml:1:10"),
        ("models: [{name: 1}]\n", "models/s.yml:1:17"),
        ("sources: [{description: x}]\n", "models/s.yml:1:11"),
        ("just text\n", "models/s.yml:1:1"),
    ],
)
def test_a_wrong_property_file(read_files: ReadFiles, text: str, expected: str) -> None:
    assert problems(read_files({"dbt_project.yml": DBT, "models/s.yml": text})) == [("BF114", expected)]


def test_problems_of_all_files_come_at_once(read_files: ReadFiles) -> None:
    result = read_files(
        {
            "dbt_project.yml": DBT,
            "brickform.yml": "models: []\n",
            "profiles.yml": "a: 1\na: 2\n",
            "models/a.yml": "a: [\n",
            "models/b.py": "x = 1\n",
            "models/c.py": "def model(\n",
            "macros/names.sql": MACRO,
        }
    )
    assert [code for code, _ in problems(result)] == ["BF118", "BF117", "BF102", "BF108", "BF107", "BF103"]


def test_a_macro_that_names_tables_is_an_error_at_its_line(read_files: ReadFiles) -> None:
    comment = "{# {% macro generate_alias_name() %}\n#}\n"
    other = "{% macro generate_schema_name_for_me() %}x{% endmacro %}\n"
    result = read_files(
        {
            "dbt_project.yml": DBT,
            "macros/sub/names.sql": f"{comment}{other}  {{%- macro spark__generate_database_name(a) %}}x",
            "dbt_packages/names/dbt_project.yml": "name: names\n",
            "dbt_packages/names/macros/x.sql": MACRO,
        }
    )
    assert problems(result) == [
        ("BF117", "dbt_packages/names/macros/x.sql:1:1"),
        ("BF117", "macros/sub/names.sql:4:3"),
    ]


def test_installed_packages_are_read_with_their_own_names(read_files: ReadFiles) -> None:
    project = ok(
        read_files(
            {
                "dbt_project.yml": DBT,
                "dbt_packages/geo-1.0/dbt_project.yml": "name: geo\nmodel-paths: [m]\nvars: {a: 1}\n",
                "dbt_packages/geo-1.0/m/s.yml": "models: [{name: places}, {name: a}]\nsources: [{name: s}]\n",
                "dbt_packages/geo-1.0/m/places.py": MODEL,
                "dbt_packages/not_a_package/x.txt": "",
                "models/places.py": MODEL,
            }
        )
    )
    assert [(m.package, m.path, m.fqn) for m in project.models] == [
        ("shop", "models/places.py", ("shop", "places")),
        ("geo", "dbt_packages/geo-1.0/m/places.py", ("geo", "places")),
    ]
    assert project.models[0].properties is None
    assert project.package_projects["geo"].value["vars"] == {"a": 1}
    assert project.package_projects["geo"].location.file == "dbt_packages/geo-1.0/dbt_project.yml"
    assert len(project.sources) == 1


def test_a_package_may_be_a_link_to_a_folder_elsewhere(root: Path, read_files: ReadFiles) -> None:
    local = root.parent / "local"
    (local / "models").mkdir(parents=True)
    (local / "dbt_project.yml").write_text("name: local\n")
    (local / "models" / "x.py").write_text(MODEL)
    (root / "packages").mkdir()
    (root / "packages" / "local").symlink_to(local)
    project = ok(read_files({"dbt_project.yml": f"{DBT}packages-install-path: packages\n"}))
    assert [model.path for model in project.models] == ["packages/local/models/x.py"]


def test_two_packages_of_one_name_are_an_error(read_files: ReadFiles) -> None:
    result = read_files({"dbt_project.yml": DBT, "dbt_packages/x/dbt_project.yml": "name: shop\n"})
    assert problems(result) == [("BF116", "dbt_packages/x/dbt_project.yml:1:7")]


def test_reading_is_the_same_from_any_folder(
    root: Path, read_files: ReadFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"dbt_project.yml": DBT, "models/b.py": MODEL, "models/a/c.py": "x", "models/a.py": MODEL}
    project, found = read_files(files)
    monkeypatch.chdir(root)
    again, found_again = read_project(ReadOptions(Path()))
    assert project is not None
    assert again is not None
    assert [model.path for model in again.models] == [model.path for model in project.models]
    assert list(found_again) == list(found)
