from __future__ import annotations

import pytest

from brickform.emit.terraform_names import in_api_names, job_in_provider_names
from brickform.location import ConfigPath


@pytest.mark.parametrize(
    ("path", "in_api"),
    [
        (("task", 0, "library", 1), ("tasks", 0, "libraries", 1)),
        (("task", 0, "for_each_task", "task", "library"), ("tasks", 0, "for_each_task", "task", "libraries")),
        (("git_source", "provider"), ("git_source", "git_provider")),
        (("parameter", 0, "default"), ("parameters", 0, "default")),
        (("task", 0, "sql_task", "parameter"), ("tasks", 0, "sql_task", "parameter")),
        (("environment", 0, "spec"), ("environments", 0, "spec")),
        (("name",), ("name",)),
    ],
)
def test_a_path_leads_back_to_the_jobs_api(path: ConfigPath, in_api: ConfigPath) -> None:
    assert in_api_names(path) == in_api


def test_back_and_forth() -> None:
    task = {"task_key": "a", "libraries": [{}], "for_each_task": {"task": {"libraries": [{}]}}}
    git = {"git_url": "u", "git_branch": "b", "git_commit": "c", "git_tag": "t", "git_provider": "p"}
    settings = {"tasks": [task], "git_source": git, "job_clusters": [{}], "environments": [{}]}
    renamed = job_in_provider_names(settings)
    assert {in_api_names(path) for path in paths(renamed)} == set(paths(settings))


def paths(value: object, here: ConfigPath = ()) -> list[ConfigPath]:
    if isinstance(value, dict):
        return [inner for key, item in value.items() for inner in [(*here, key), *paths(item, (*here, key))]]
    if isinstance(value, list):
        return [inner for index, item in enumerate(value) for inner in paths(item, (*here, index))]
    return []
