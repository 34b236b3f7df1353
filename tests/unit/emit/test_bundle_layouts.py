from __future__ import annotations

from typing import Any

import yaml

from brickform.compile.graph import ResourceGraph
from brickform.emit.bundle import emit_bundle
from brickform.emit.options import EmitOptions
from support.graphs import bundle_files, cluster, graph, job, released


def jobs_in(files: dict[str, bytes]) -> dict[str, list[str]]:
    documents = {path: yaml.safe_load(text) for path, text in files.items() if path.startswith("resources/")}
    found: dict[str, list[str]] = {}
    for path, document in documents.items():
        resources: dict[str, Any] = document["targets"]["plain"]["resources"]
        found[path] = [key for kind in resources.values() for key in kind]
    return found


RESOURCES = graph(
    job(key="a", folder="marts"),
    job(key="b", folder="staging"),
    job(key="c", folder="marts"),
    clusters=(cluster({"spark_version": "v"}),),
)


def test_one_file_a_folder() -> None:
    assert jobs_in(bundle_files(RESOURCES, "per-folder")) == {
        "resources/plain/marts.yml": ["a", "c"],
        "resources/plain/staging.yml": ["b"],
        "resources/plain/shared_ml.cluster.yml": ["shared_ml"],
    }


def bodies(resources: ResourceGraph, layout: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for path, text in bundle_files(resources, layout).items():
        if path.startswith("resources/"):
            for kind in yaml.safe_load(text)["targets"]["plain"]["resources"].values():
                found.update(kind)
    return found


def test_both_layouts_hold_the_same_resources() -> None:
    assert bodies(RESOURCES, "per-folder") == bodies(RESOURCES, "per-model")


def test_the_layout_is_recorded() -> None:
    for layout in ("per-model", "per-folder"):
        assert emit_bundle(RESOURCES, EmitOptions(layout=layout))[0].layout == layout


def test_many_files_are_said_once_and_only_of_the_layout_that_has_them() -> None:
    def said(count: int, layout: str) -> list[str]:
        resources = graph(*(job(key=f"j{number}") for number in range(count)))
        return [item.code.id for item in emit_bundle(resources, EmitOptions(layout=layout))[1]]

    assert said(200, "per-model") == []
    assert said(201, "per-model") == ["BF506"]
    assert said(201, "per-folder") == []


def test_a_released_job_leaves_its_notebook_and_no_resource() -> None:
    files = bundle_files(graph(released=(released("gone", ["old"]),)))
    assert sorted(files) == [
        "adopt.sh",
        "databricks.yml",
        "resources/plain/gone.released",
        "src/plain/main/plain/gone.py",
    ]
    assert files["resources/plain/gone.released"] == b"gone\nold\n"
    tree, _ = emit_bundle(graph(released=(released("gone"),)), EmitOptions())
    assert tree.given_up == {"gone"}
    assert not tree.jobs
