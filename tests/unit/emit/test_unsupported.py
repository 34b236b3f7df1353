"""What the consumer of an output refuses or needs is said at its line; the other output carries it."""

from __future__ import annotations

from typing import Any

import pytest

from brickform.diagnostics import Diagnostics
from brickform.emit.settings import carried_settings
from brickform.emit.unsupported import (
    BUNDLE_CLUSTER,
    BUNDLE_JOB,
    TERRAFORM_CLUSTER,
    TERRAFORM_JOB,
    Unsupported,
)
from brickform.location import SourceMap
from brickform.sourced import Sourced

NO_URL = {"docker_image": {"basic_auth": {"username": "u"}}}
GPU = {"ai_runtime_task": {"experiment": "e", "deployments": [{"name": "a"}]}}
ENGINE = {"runtime_engine": "NULL"}


def loop(task: dict[str, Any]) -> dict[str, Any]:
    return {"tasks": [{"for_each_task": {"task": task}}]}


def codes_of(settings: Any, unsupported: Unsupported) -> list[str]:
    problems = Diagnostics()
    carried_settings(Sourced(settings, SourceMap("models.yml")), unsupported, problems)
    return sorted(f"{item.code.id} {item.summary}" for item in problems)


def refused(key: str) -> str:
    return f"BF507 the Databricks provider does not take this '{key}'"


def needed(*keys: str) -> list[str]:
    found = [key.split(".") for key in keys]
    return sorted(f"BF508 the Databricks provider needs '{key}' in '{parent}'" for parent, key in found)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"trigger": {"periodic": {"interval": 1, "unit": "MINUTES"}}}, [refused("unit")]),
        ({"git_source": {"git_url": "git@github.com:a/b"}}, [refused("git_url")]),
        ({"git_source": {"git_url": "http://github.com/a/b"}}, [refused("git_url")]),
        ({"job_clusters": [{"new_cluster": ENGINE}]}, [refused("runtime_engine")]),
        ({"tasks": [{"new_cluster": ENGINE}]}, [refused("runtime_engine")]),
        (loop({"new_cluster": ENGINE}), [refused("runtime_engine")]),
        ({"tasks": [{"new_cluster": NO_URL}]}, needed("docker_image.url", "basic_auth.password")),
        ({"tasks": [GPU]}, needed("deployments.command_path")),
        (loop(GPU), needed("deployments.command_path")),
    ],
)
def test_what_the_provider_refuses_or_needs_in_a_job(settings: Any, expected: list[str]) -> None:
    assert codes_of(settings, TERRAFORM_JOB) == expected
    assert codes_of(settings, BUNDLE_JOB) == []


@pytest.mark.parametrize(
    ("settings", "expected"),
    [(ENGINE, [refused("runtime_engine")]), (NO_URL, needed("docker_image.url", "basic_auth.password"))],
)
def test_what_the_provider_refuses_or_needs_in_a_cluster(settings: Any, expected: list[str]) -> None:
    assert codes_of(settings, TERRAFORM_CLUSTER) == expected
    assert codes_of(settings, BUNDLE_CLUSTER) == []


@pytest.mark.parametrize(
    "settings",
    [
        {"trigger": {"periodic": {"interval": 1, "unit": "HOURS"}}},
        {"triggers": [{"periodic": {"interval": 1, "unit": "MINUTES"}}]},
        {"git_source": {"git_url": "https://github.com/a/b"}},
        {"job_clusters": [{"new_cluster": {"runtime_engine": "PHOTON", "docker_image": {}}}]},
        {"tasks": [{"new_cluster": {"docker_image": {"url": "u"}, "runtime_engine": None}}]},
    ],
)
def test_what_the_provider_takes(settings: Any) -> None:
    assert codes_of(settings, TERRAFORM_JOB) == []
