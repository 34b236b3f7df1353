"""What the stacks hold, as their users would test it: ``pytest`` in this folder."""

from __future__ import annotations

import json
from typing import Any

import pytest
from app import Meters
from cdktn import Testing
from cdktn_provider_databricks.job import Job

Json = dict[str, Any]


def synthesised(environment: str) -> Json:
    document: Json = json.loads(Testing.synth(Meters(Testing.app(), environment)))
    return document


@pytest.fixture(scope="module", params=["dev", "prod"])
def stack(request: pytest.FixtureRequest) -> Json:
    return synthesised(request.param)


def job(stack: Json, name: str) -> Json:
    found: Json = next(job for key, job in stack["resource"]["databricks_job"].items() if name in key)
    return found


def test_every_model_has_a_job(stack: Json) -> None:
    assert Testing.to_have_resource_with_properties(json.dumps(stack), Job.TF_RESOURCE_TYPE)
    assert len(stack["resource"]["databricks_job"]) == 2


def test_the_clusters_of_all_jobs_are_under_the_policy(stack: Json) -> None:
    for found in stack["resource"]["databricks_job"].values():
        assert found["task"][0]["new_cluster"]["policy_id"] == "${databricks_cluster_policy.policy.id}"


def test_the_alert_is_about_the_job(stack: Json) -> None:
    (alert,) = stack["resource"]["databricks_alert_v2"].values()
    (reference,) = {key for key in stack["resource"]["databricks_job"] if "readings" in key}
    assert f"job_id = '${{databricks_job.{reference}.id}}'" in alert["query_text"]


def test_an_override_is_added_to_what_the_model_says(stack: Json) -> None:
    assert job(stack, "readings")["health"]["rules"][0]["value"] == 3600
    assert job(stack, "readings")["description"] == "Readings of all meters, $${hour} by hour"


def test_only_prod_has_a_schedule() -> None:
    assert "schedule" not in job(synthesised("dev"), "readings")
    assert job(synthesised("prod"), "readings")["schedule"]["quartz_cron_expression"] == "0 0 5 * * ?"
