"""A job and a cluster with every field that the schema takes: each is carried or left out.

So a field of a newer databricks-sdk that an output cannot carry is noticed, and so is one under a wrong name.
"""

from __future__ import annotations

import json
from typing import Any

from brickform.data_files import data_root
from support.checkers.bundle_jobs import check_bundle
from support.checkers.job_settings import check_bundle_jobs, check_compiled_job
from support.checkers.provider_schema import check_terraform
from support.graphs import bundle_files, cluster, graph, job, terraform

DEFINITIONS = json.loads((data_root() / "schema" / "jobs.schema.json").read_text(encoding="utf-8"))["$defs"]
SCALARS = {"string": "1", "integer": 1, "number": 1.5, "boolean": True}
ENDLESS = "for_each_task"
DEPRECATED = {
    "dbt_cloud_task",
    "dbt_commands",
    "git_snapshot",
    "jar_params",
    "job_source",
    "notebook_params",
    "python_named_params",
    "python_params",
    "spark_submit_params",
    "sql_params",
}
"""databricks-bundles offers none of these; the CLI reads them."""


def filled(schema: dict[str, Any], above: tuple[str, ...] = ()) -> Any:
    """Return a value with everything in it that the schema describes."""
    if "$ref" in schema:
        return filled(DEFINITIONS[schema["$ref"].rpartition("/")[2]], above)
    if "properties" in schema:
        return {
            name: filled(field, (*above, name))
            for name, field in schema["properties"].items()
            if not (name == ENDLESS and ENDLESS in above)
        }
    return filled_leaf(schema, above)


def filled_leaf(schema: dict[str, Any], above: tuple[str, ...]) -> Any:
    for keyword in ("anyOf", "oneOf"):
        if keyword in schema:
            return filled(schema[keyword][0], above)
    if "enum" in schema:
        # The last, because the first of performance_target is known to the API only.
        return [value for value in schema["enum"] if value is not None][-1]
    kind = schema["type"] if isinstance(schema["type"], str) else schema["type"][0]
    if kind == "array":
        return [filled(schema["items"], above)]
    return {"key": "value"} if kind == "object" else SCALARS[kind]


JOB = filled(DEFINITIONS["JobSettings"])
CLUSTER = filled(DEFINITIONS["ClusterSpec"])


def without(value: Any, names: set[str]) -> Any:
    if isinstance(value, dict):
        return {name: without(item, names) for name, item in value.items() if name not in names}
    return [without(item, names) for item in value] if isinstance(value, list) else value


def test_the_provider_knows_what_is_carried() -> None:
    written = terraform(graph(job(JOB), clusters=(cluster(CLUSTER),)))
    assert check_terraform({"all.tf.json": json.dumps(written)}) == []
    assert len(written["resource"]["databricks_job"]["orders"]["task"][0]) > 30


def test_the_types_of_bundles_know_what_is_carried() -> None:
    files = bundle_files(graph(job(without(JOB, DEPRECATED)), clusters=(cluster(CLUSTER),)))
    assert check_bundle({path: content.decode() for path, content in files.items()}) == []


def test_the_types_of_the_sdk_lose_nothing() -> None:
    files = bundle_files(graph(job(JOB)))
    assert check_bundle_jobs({path: content.decode() for path, content in files.items()}) == []
    assert check_compiled_job(job(JOB)) == []
