"""Builds manifests as `dbt parse` writes them, for a target with catalog main and schema analytics."""

from __future__ import annotations

import json
from typing import Any

CODE = "def model(dbt, session):\n    return session.range(1)"
# what dbt fills in for a model that says nothing; a part of it
DEFAULTS: dict[str, Any] = {
    "enabled": True,
    "alias": None,
    "schema": None,
    "database": None,
    "tags": [],
    "meta": {},
    "materialized": "view",
    "unique_key": None,
    "grants": {},
    "packages": [],
    "post-hook": [],
    "docs": {"show": True, "node_color": None},
    "contract": {"enforced": False, "alias_types": True},
}


def node(
    name: str, *, kind: str = "model", config: dict[str, Any] | None = None, **fields: Any
) -> dict[str, Any]:
    """Make an entry of ``nodes``; ``config`` is what somebody wrote."""
    package = fields.get("package_name", "shop")
    written = config or {}
    return {
        "unique_id": f"{kind}.{package}.{name}",
        "resource_type": kind,
        "name": name,
        "package_name": package,
        "path": f"{name}.sql",
        "original_file_path": f"models/{name}.sql",
        "patch_path": None,
        "fqn": [package, name],
        "database": "main",
        "schema": "analytics",
        "alias": name,
        "language": "sql",
        "raw_code": "select 1",
        "config": {**DEFAULTS, **written},
        "unrendered_config": dict(written),
        "version": None,
        "latest_version": None,
        "depends_on": {"macros": [], "nodes": []},
        **fields,
    }


def python_model(
    name: str, code: str = CODE, *, config: dict[str, Any] | None = None, **fields: Any
) -> dict[str, Any]:
    """Make the entry of a Python model, which dbt makes a table."""
    written = {"materialized": "table", **(config or {})}
    path = fields.pop("original_file_path", f"models/{name}.py")
    return node(name, config=written, language="python", raw_code=code, original_file_path=path, **fields)


def source(label: str, **fields: Any) -> dict[str, Any]:
    """Make an entry of ``sources``; ``label`` is ``source.table``."""
    source_name, table = label.split(".")
    values = {"source_name": source_name, "identifier": table, "schema": source_name, **fields}
    entry = node(table, kind="source", **values)
    return {**entry, "unique_id": f"source.{entry['package_name']}.{label}"}


def manifest(
    *entries: dict[str, Any], metadata: dict[str, Any] | None = None, **sections: Any
) -> dict[str, Any]:
    """Make a whole manifest; ``sections`` replace or add, such as ``macros``."""
    by_id = {entry["unique_id"]: entry for entry in entries}
    return {
        "metadata": {
            "dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json",
            "dbt_version": "1.11.16",
            "project_name": "shop",
            "adapter_type": "databricks",
            **(metadata or {}),
        },
        "nodes": {key: entry for key, entry in by_id.items() if entry["resource_type"] != "source"},
        "sources": {key: entry for key, entry in by_id.items() if entry["resource_type"] == "source"},
        "macros": {},
        "disabled": {},
        **sections,
    }


def manifest_text(*entries: dict[str, Any], **sections: Any) -> str:
    return json.dumps(manifest(*entries, **sections))
