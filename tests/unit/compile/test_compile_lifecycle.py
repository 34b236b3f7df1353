"""Folders, former names and letting go, from configs to the graph."""

from __future__ import annotations

import pytest

from support.resolved import compiled, model


def in_folder(*folders: str, name: str = "orders", package: str = "shop", version: str | None = None) -> str:
    versions = () if version is None else (f"v{version}",)
    one = model("{}", name=name, package=package, version=version, fqn=(package, *folders, name, *versions))
    return compiled(one)[0].jobs[0].folder


@pytest.mark.parametrize(
    ("folders", "fields", "expected"),
    [
        ((), {}, "shop"),
        (("marts",), {}, "marts"),
        (("Marts", "fin ance.v1"), {}, "marts__fin_ance_v1"),
        (("marts",), {"version": "2"}, "marts"),
        ((), {"package": "utils"}, "utils"),
        (("marts",), {"package": "utils"}, "utils__marts"),
    ],
)
def test_the_folder_is_one_safe_name(folders: tuple[str, ...], fields: dict[str, str], expected: str) -> None:
    assert in_folder(*folders, **fields) == expected


def test_previous_names_are_keys() -> None:
    graph, _ = compiled(model("{previous_names: [old, a.b, old]}"))
    assert [key.value for key in graph.jobs[0].previous_keys] == ["old", "a_b"]
    assert [key.value for key in graph.notebooks[0].previous_keys] == ["old", "a_b"]
    assert str(graph.jobs[0].previous_keys[1].location) == "models/models.yml:1:24"


@pytest.mark.parametrize("method", ["workflow_job", "job_cluster"])
def test_a_released_model_has_no_resources(method: str) -> None:
    config = (
        f"{{release: true, previous_names: [old], submission_method: {method},"
        " python_job_config: {existing_job_id: 7, grants: {view: [{group_name: data}]}}}"
    )
    graph, found = compiled(model(config))
    assert (graph.jobs, graph.notebooks, graph.permissions) == ((), (), ())
    (released,) = graph.released
    assert (released.key, [key.value for key in released.previous_keys]) == ("orders", ["old"])
    assert [notebook.key for notebook in released.notebooks] == ["orders"]
    assert list(found) == []


def test_only_true_releases() -> None:
    graph, _ = compiled(model("{release: false}"), model("{release: null}", name="b"))
    assert (len(graph.jobs), graph.released) == (2, ())


def test_a_selection_of_folders_takes_all_of_their_jobs() -> None:
    models = [
        model("{}", name=name, fqn=("shop", folder, name))
        for name, folder in [("a", "x"), ("b", "x"), ("c", "y")]
    ]
    gone = model("{release: true}", name="gone", fqn=("shop", "y", "gone"))
    graph, _ = compiled(*models, gone)
    narrow = graph.select(["model.shop.a"])
    assert [job.key for job in narrow.jobs] == ["a"]
    assert [job.key for job in graph.select_folders(["model.shop.a"]).jobs] == ["a", "b"]
    assert [job.key for job in graph.select_folders(["model.shop.gone"]).jobs] == ["c"]
    assert [job.key for job in narrow.released] == ["gone"]
