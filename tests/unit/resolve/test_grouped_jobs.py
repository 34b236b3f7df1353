"""``jobs:`` of brickform.yml, from files to the models and the config of each job."""

from __future__ import annotations

from typing import Any

import pytest

PYTHON = "def model(dbt, session):\n    return {}\n"
MODELS = {
    "models/staging/orders.py": PYTHON.format("session.range(1)"),
    "models/ranked.sql": "select * from {{ ref('orders') }}",
    "models/returns.py": PYTHON.format('dbt.ref("ranked")'),
    "models/tagged.yml": "models: [{name: returns, config: {tags: nightly}}]",
}
JOBS = """
defaults: {python_job_config: {tags: {team: data}, max_retries: 2}, packages: [pandas]}
jobs:
  nightly:
    models: ["tag:nightly", "path:models/staging"]
    python_job_config: {name: "of {{ target.name }}", tags: {a: b}, existing_job_id: 12}
    job_cluster_config: {num_workers: 1}
targets:
  prod:
    jobs: {nightly: {models: [returns], job_cluster_config: {num_workers: 8}}}
"""


def resolved(resolve_files: Any, dbt_files: Any, jobs: str = JOBS, **options: Any) -> Any:
    return resolve_files(dbt_files(more={**MODELS, "brickform.yml": jobs}), **options)


def test_selectors_find_the_models_and_say_which_entry_named_them(resolve_files: Any, dbt_files: Any) -> None:
    found = resolved(resolve_files, dbt_files)
    assert found.codes() == []
    (job,) = found.project.jobs
    places = {name: str(entry.location) for name, entry in job.models.items()}
    assert places == {"model.shop.orders": "brickform.yml:5:29", "model.shop.returns": "brickform.yml:5:14"}
    assert found.project.job_of(found.model("orders")) is job


@pytest.mark.parametrize(("target", "workers", "count"), [("dev", 1, 2), ("prod", 8, 1)])
def test_a_target_changes_a_job(
    resolve_files: Any, dbt_files: Any, target: str, workers: int, count: int
) -> None:
    (job,) = resolved(resolve_files, dbt_files, target=target).project.jobs
    assert job.config.value["job_cluster_config"] == {"num_workers": workers}
    assert job.config.value["python_job_config"]["name"] == f"of {target}"
    assert len(job.models) == count


def test_defaults_lie_under_a_job(resolve_files: Any, dbt_files: Any) -> None:
    (job,) = resolved(resolve_files, dbt_files).project.jobs
    assert job.config.value["python_job_config"]["tags"] == {"a": "b", "team": "data"}
    assert "packages" not in job.config.value
    plain = "defaults: {job_cluster_config: {policy_id: p}}\njobs: {nightly: {models: [orders]}}"
    (job,) = resolved(resolve_files, dbt_files, plain).project.jobs
    assert "job_cluster_config" not in job.config.value


def test_a_job_adopted_in_two_targets_is_known_in_both(resolve_files: Any, dbt_files: Any) -> None:
    found = resolved(resolve_files, dbt_files, JOBS + "  dev: {}\n")
    assert found.project.adopted_in == {"12": ("dev", "prod")}


def test_lineage_is_read_only_where_there_are_jobs(resolve_files: Any, dbt_files: Any) -> None:
    lineage = resolved(resolve_files, dbt_files).project.lineage
    assert {key: sorted(node.upstream) for key, node in lineage.items()} == {
        "model.shop.orders": [],
        "model.shop.ranked": ["model.shop.orders"],
        "model.shop.returns": ["model.shop.ranked"],
    }
    assert resolved(resolve_files, dbt_files, "defaults: {}").project.lineage == {}


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("select * from {{ ref('orders') }}", ["model.shop.orders"]),
        ("-- depends_on: {{ ref('shop', 'orders') }}\nselect 1", ["model.shop.orders"]),
        (
            "{% if x %}{{ ref(name) }}{% else %}{{ ref('orders').identifier }}{% endif %}",
            ["model.shop.orders"],
        ),
        ("{% set read = ['orders'] %}{{ ref(read[0]) }}", []),
        ("{% raw %}{{ ref('orders') }}{% endraw %}{# {{ ref('orders') }} #}", []),
        ("{{ ref('orders' }}", []),
        ("{{ ref() }} {{ ref('nothing') }} {{ ref('orders', v=3) }}", []),
    ],
)
def test_refs_of_sql(resolve_files: Any, dbt_files: Any, sql: str, expected: list[str]) -> None:
    files = dbt_files(
        more={
            "brickform.yml": JOBS,
            "models/by.sql": sql,
            "models/r.yml": MODELS["models/tagged.yml"],
            "models/returns.py": PYTHON.format("session.range(1)"),
        }
    )
    assert sorted(resolve_files(files).project.lineage["model.shop.by"].upstream) == expected
