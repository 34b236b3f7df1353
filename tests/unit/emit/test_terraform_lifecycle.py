"""``moved`` and ``removed`` blocks, and what they leave of a tree."""

from __future__ import annotations

import json
from typing import Any

from brickform.compile.model import Ref
from brickform.emit.options import EmitOptions
from brickform.emit.terraform import emit_terraform
from brickform.output.tree import OutputTree
from support.graphs import graph, job, notebook, permissions, released


def moves(document: dict[str, Any]) -> list[tuple[str, str]]:
    return [(block["from"], block["to"]) for block in document.get("moved", [])]


def documents(tree: OutputTree) -> dict[str, Any]:
    return {path: json.loads(text) for path, text in tree.files.items() if path.endswith(".tf.json")}


def removed(document: dict[str, Any]) -> list[str]:
    assert all(block["lifecycle"] == {"destroy": False} for block in document["removed"])
    assert document["terraform"] == {"required_version": ">= 1.7.0"}
    return [block["from"] for block in document["removed"]]


def test_every_resource_of_a_renamed_job_moves() -> None:
    acls = (
        permissions(Ref("job", "new", "id"), group__data="CAN_VIEW"),
        permissions(Ref("notebook", "new", "path"), group__data="CAN_READ"),
    )
    tree, _ = emit_terraform(graph(job(key="new", previous=["old"]), permissions=acls), EmitOptions())
    assert moves(documents(tree)["new.job.tf.json"]) == [
        ("databricks_job.old", "databricks_job.new"),
        ("databricks_permissions.job_old", "databricks_permissions.job_new"),
        ("databricks_notebook.old", "databricks_notebook.new"),
        ("databricks_permissions.notebook_old", "databricks_permissions.notebook_new"),
    ]
    assert tree.given_up == {"old"}
    assert list(tree.jobs) == ["new"]


def test_no_address_is_moved_to_twice_nor_into_nothing() -> None:
    tree, _ = emit_terraform(graph(job(key="new", previous=["older", "old"])), EmitOptions())
    assert moves(documents(tree)["new.job.tf.json"]) == [
        ("databricks_job.older", "databricks_job.old"),
        ("databricks_job.old", "databricks_job.new"),
        ("databricks_notebook.older", "databricks_notebook.old"),
        ("databricks_notebook.old", "databricks_notebook.new"),
    ]


def test_a_released_job_is_removed_and_not_destroyed() -> None:
    tree, _ = emit_terraform(graph(released=(released("gone", ["old"]),)), EmitOptions())
    document = documents(tree)["gone.job.tf.json"]
    assert removed(document) == [
        f"databricks_{kind}{key}"
        for kinds in (("job.", "permissions.job_"), ("notebook.", "permissions.notebook_"))
        for key in ("gone", "old")
        for kind in kinds
    ]
    assert document.keys() == {"//", "terraform", "removed"}
    assert not [path for path in tree.files if path.endswith(".py")]
    assert tree.given_up == {"gone", "old"}
    assert not tree.jobs


def test_the_folder_of_a_released_notebook_is_let_go_too() -> None:
    """Terraform could not delete it: the notebook is in there."""
    resources = graph(job(key="stays"), released=(released("gone"), released("gone_too")))
    found = documents(emit_terraform(resources, EmitOptions())[0])
    folders = [path for path in found if path.endswith(".folder.tf.json")]
    assert folders == ["notebooks__main__plain.folder.tf.json"]
    assert removed(found[folders[0]]) == ["databricks_directory.notebooks__main__plain"]
    body = found["stays.job.tf.json"]["resource"]["databricks_notebook"]["stays"]
    assert body["path"] == "${local.notebook_home}/brickform/shop/plain/main/plain/stays"


def test_the_folders_of_other_notebooks_stay_resources() -> None:
    elsewhere = notebook("stays", path="brickform/shop/plain/main/other/stays")
    resources = graph(job(key="stays"), notebooks=(elsewhere,), released=(released("gone"),))
    found = documents(emit_terraform(resources, EmitOptions())[0])
    assert "resource" in found["notebooks__main__other.folder.tf.json"]
    body = found["stays.job.tf.json"]["resource"]["databricks_notebook"]["stays"]
    assert body["path"] == "${databricks_directory.notebooks__main__other.path}/stays"


def test_the_root_does_not_depend_on_what_is_let_go() -> None:
    with_released = emit_terraform(graph(job(), released=(released("gone"),)), EmitOptions())[0].files
    without = emit_terraform(graph(job()), EmitOptions())[0].files
    assert with_released["providers.tf.json"] == without["providers.tf.json"]


def test_a_selection_agrees_with_the_whole() -> None:
    resources = graph(job(key="a"), job(key="b", previous=["c"]), released=(released("gone"),))
    whole = emit_terraform(resources, EmitOptions())[0].files
    part = emit_terraform(resources.select(["model.shop.a"]), EmitOptions())[0].files
    assert "b.job.tf.json" not in part
    assert part.items() <= whole.items()
