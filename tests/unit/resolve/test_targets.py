from __future__ import annotations

from typing import Any

import pytest

from brickform.resolve.project import Target

PLAIN = {
    "models/orders.py": "def model(dbt, session):\n    return session.sql('select 1')\n",
}


def test_targets_of_a_profile(resolve_files: Any, dbt_files: Any) -> None:
    resolved = resolve_files(dbt_files())
    dev = Target("dev", "main", "analytics", True, "https://adb-1.example.com", http_path="/sql/1")
    prod = Target("prod", "prod", "gold", False, "https://prod.example.com")
    assert resolved.project.targets == (dev, prod)
    assert resolved.project.target == dev
    assert resolve_files(dbt_files(), target="prod").project.target == prod


def test_brickform_goes_over_the_profile_by_name(resolve_files: Any, dbt_files: Any) -> None:
    brickform = """
targets:
  dev: {database: lake, mode: development, run_as: {user_name: "{{ project_name }}@example.com"}}
  test: {catalog: tests, schema: t, host: https://test.example.com}
"""
    resolved = resolve_files(dbt_files(more={"brickform.yml": brickform}))
    dev, prod, test = resolved.project.targets
    assert (dev.catalog, dev.schema, dev.mode, dev.is_default) == ("lake", "analytics", "development", True)
    assert dev.host == "https://adb-1.example.com"
    assert dev.run_as.value == {"user_name": "shop@example.com"}
    assert str(dev.run_as.location) == "brickform.yml:3:52"
    assert prod.name == "prod"
    assert (test.host, test.catalog, test.is_default) == ("https://test.example.com", "tests", False)


def test_a_plain_project_without_targets_has_one(resolve_files: Any) -> None:
    resolved = resolve_files({**PLAIN, "brickform.yml": "name: shop\n"})
    assert resolved.codes() == []
    assert resolved.project.targets == (Target("default", "hive_metastore", "default", True),)


@pytest.mark.parametrize(
    ("targets", "chosen"),
    [
        ("{a: {schema: s}, b: {schema: s, default: true}}", "b"),
        ("{a: {schema: s}}", "a"),
        ("{a: {schema: s}, default: {schema: s}}", "default"),
    ],
)
def test_the_default_target(resolve_files: Any, targets: str, chosen: str) -> None:
    resolved = resolve_files({**PLAIN, "brickform.yml": f"name: shop\ntargets: {targets}\n"})
    assert resolved.project.target.name == chosen
    assert [target.name for target in resolved.project.targets if target.is_default] == [chosen]


def test_no_default_among_several(resolve_files: Any) -> None:
    files = {**PLAIN, "brickform.yml": "name: shop\ntargets: {a: {schema: s}, b: {schema: s}}\n"}
    resolved = resolve_files(files)
    assert resolved.project is None
    assert resolved.one("BF201").help == "choose one with -t, or mark it 'default: true'"
    assert resolve_files(files, target="b").project.target.name == "b"


def test_two_defaults(resolve_files: Any) -> None:
    targets = "{a: {schema: s, default: true}, b: {schema: s, default: true}}"
    resolved = resolve_files({**PLAIN, "brickform.yml": f"name: shop\ntargets: {targets}\n"})
    assert resolved.one("BF203").summary == "targets 'a' and 'b' are both the default"


def test_unknown_target(resolve_files: Any, dbt_files: Any) -> None:
    resolved = resolve_files(dbt_files(), target="prd")
    found = resolved.one("BF201")
    assert resolved.project is None
    assert (found.summary, found.help) == (
        "there is no target 'prd'",
        "did you mean 'prod'? targets: dev, prod",
    )


def test_unknown_target_of_the_profile_is_shown_there(resolve_files: Any, dbt_files: Any) -> None:
    profile = "shop:\n  target: \"{{ env_var('T', 'stage') }}\"\n  outputs: {dev: {schema: s}}\n"
    found = resolve_files(dbt_files(more={"profiles.yml": profile})).one("BF201")
    assert found.summary == "there is no target 'stage'"
    assert found.location.line == 2


def test_a_dbt_project_needs_a_target(resolve_files: Any) -> None:
    resolved = resolve_files({**PLAIN, "dbt_project.yml": "name: shop\nprofile: shop\n"})
    found = resolved.one("BF202")
    assert resolved.project is None
    assert str(found.location) == "dbt_project.yml:2:10"
    assert "--profiles-dir" in found.help


def test_a_dbt_target_needs_a_schema(resolve_files: Any, dbt_files: Any) -> None:
    profile = "shop:\n  outputs:\n    dev: {catalog: main}\n"
    found = resolve_files(dbt_files(more={"profiles.yml": profile})).one("BF203")
    assert found.summary == "target 'dev' has no schema"


@pytest.mark.parametrize(
    ("output", "code"),
    [
        ("{schema: a.b}", "BF203"),
        ("{schema: [a]}", "BF203"),
        ("{schema: s, catalog: a, database: b}", "BF215"),
        ("{schema: \"{{ env_var('NOT_SET') }}\"}", "BF208"),
        ("{schema: \"{{ env_var('DBT_ENV_SECRET_S') }}\"}", "BF203"),
    ],
)
def test_settings_that_cannot_be_used(
    resolve_files: Any, dbt_files: Any, monkeypatch: pytest.MonkeyPatch, output: str, code: str
) -> None:
    monkeypatch.setenv("DBT_ENV_SECRET_S", "s3cr3t")
    resolved = resolve_files(dbt_files(more={"profiles.yml": f"shop:\n  outputs:\n    dev: {output}\n"}))
    assert resolved.project is None
    assert resolved.codes() == [code]
    assert "s3cr3t" not in repr(resolved.diagnostics)


@pytest.mark.parametrize("variable", ["NOT_SET", "DBT_ENV_SECRET_HOST"])
def test_a_host_that_cannot_be_shown_is_a_warning(
    resolve_files: Any, dbt_files: Any, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv("DBT_ENV_SECRET_HOST", "s3cr3t")
    profile = f"shop:\n  outputs:\n    dev: {{schema: s, host: \"{{{{ env_var('{variable}') }}}}\"}}\n"
    resolved = resolve_files(dbt_files(more={"profiles.yml": profile}))
    assert resolved.project.target.host is None
    assert resolved.codes() == ["BF204"]
    assert "s3cr3t" not in repr(resolved)


@pytest.mark.parametrize(
    "host", ["https://me:s3cr3t@example.com", "me@example.com", "example.com?pwd=s3cr3t"]
)
def test_a_host_with_credentials_is_an_error_that_does_not_show_it(
    resolve_files: Any, dbt_files: Any, host: str
) -> None:
    resolved = resolve_files(dbt_files(more={"brickform.yml": f"targets: {{dev: {{host: '{host}'}}}}"}))
    assert resolved.project is None
    found = resolved.one("BF471")
    assert found.code.confidential
    assert str(found.location) == "brickform.yml:1:23"
    assert host not in found.summary + found.help


def test_another_target_that_cannot_be_read_is_left_out(resolve_files: Any, dbt_files: Any) -> None:
    brickform = "targets: {prod: {catalog: \"{{ env_var('NOT_SET') }}\"}}"
    resolved = resolve_files(dbt_files(more={"brickform.yml": brickform}))
    assert resolved.codes() == []
    assert [target.name for target in resolved.project.targets] == ["dev"]


SECRETS = """
shop:
  outputs:
    dev:
      schema: s
      token: s3cr3t-a
      client_secret: s3cr3t-b
      azure_client_secret: s3cr3t-c
      refresh_token: s3cr3t-d
      password: s3cr3t-e
      session_properties: {key: s3cr3t-f}
      my_credential: s3cr3t-g
      http_path: "{{ env_var('DBT_ENV_SECRET_PATH') }}"
"""
ASKS = """
models:
  - name: orders
    config:
      meta:
        all: "{{ target }}"
        one: "{{ target.token }}"
"""


def test_no_secret_gets_out_of_a_profile(
    resolve_files: Any, dbt_files: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBT_ENV_SECRET_PATH", "s3cr3t-h")
    resolved = resolve_files(dbt_files(properties=ASKS, more={"profiles.yml": SECRETS}))
    assert "s3cr3t" not in repr(resolved)
    assert resolved.config("orders")["meta"]["all"] == {
        "name": "dev",
        "target_name": "dev",
        "profile_name": "shop",
        "database": "hive_metastore",
        "catalog": "hive_metastore",
        "schema": "s",
        "type": "databricks",
        "threads": 1,
    }
    found = resolved.one("BF211")
    assert found.help == (
        "target has catalog, database, name, profile_name, schema, target_name, threads, type"
    )
