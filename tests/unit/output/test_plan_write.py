from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from brickform.codes import FOREIGN_FILE, LOCK_UNREADABLE, OTHER_TREE, PATH_BLOCKED
from brickform.diagnostics import Code, Diagnostics
from brickform.output.lock_file import LOCK_NAME
from brickform.output.plan import WritePlan, plan_write
from brickform.output.tree import OutputTree
from brickform.output.write import carry_out


def terraform(files: Mapping[str, bytes], target: str = "dev", layout: str = "per-model") -> OutputTree:
    return OutputTree("terraform", target, layout, files)


def bundle(
    files: Mapping[str, bytes], target: str = "dev", scaffold: Mapping[str, bytes] | None = None
) -> OutputTree:
    return OutputTree("bundle", target, "per-model", files, scaffold or {})


def write(
    tree: OutputTree, directory: Path, *, selection: tuple[str, ...] = (), force: bool = False
) -> WritePlan:
    plan, diagnostics = plan_write(tree, directory, selection=selection, force=force)
    assert plan is not None
    assert not diagnostics.has_errors, diagnostics
    carry_out(plan)
    return plan


def refused(
    tree: OutputTree, directory: Path, *, selection: tuple[str, ...] = (), force: bool = False
) -> Diagnostics:
    before = contents(directory)
    _, diagnostics = plan_write(tree, directory, selection=selection, force=force)
    assert diagnostics.has_errors
    assert contents(directory) == before
    return diagnostics


def codes(diagnostics: Diagnostics) -> list[Code]:
    return [found.code for found in diagnostics]


def contents(directory: Path) -> dict[str, bytes]:
    files = (file for file in directory.rglob("*") if file.is_file())
    return {str(file.relative_to(directory)): file.read_bytes() for file in files}


def without_lock(directory: Path) -> dict[str, bytes]:
    return {path: content for path, content in contents(directory).items() if path != LOCK_NAME}


def test_a_new_folder_is_filled(tmp_path: Path) -> None:
    plan = write(terraform({"main.tf.json": b"{}\n", "notebooks/a.py": b"1\n"}), tmp_path / "out" / "tf")
    assert plan.created == ("main.tf.json", "notebooks/a.py")
    assert without_lock(tmp_path / "out" / "tf") == {"main.tf.json": b"{}\n", "notebooks/a.py": b"1\n"}


def test_a_second_run_touches_nothing(tmp_path: Path) -> None:
    tree = terraform({"main.tf.json": b"{}\n"})
    write(tree, tmp_path)
    before = {file: file.stat().st_mtime_ns for file in tmp_path.iterdir()}
    plan = write(tree, tmp_path)
    assert plan.is_current
    assert {file: file.stat().st_mtime_ns for file in tmp_path.iterdir()} == before


@pytest.mark.parametrize("make", [terraform, bundle])
def test_another_projects_tree_is_replaced_only_by_force(
    make: Callable[..., OutputTree], tmp_path: Path
) -> None:
    write(replace(make({"a.json": b"a"}), project="shop"), tmp_path)
    other = replace(make({"b.json": b"b"}), project="weather")
    plan, found = plan_write(other, tmp_path)
    assert plan is None
    assert [item.code for item in found] == [OTHER_TREE]
    assert (tmp_path / "a.json").exists()
    write(other, tmp_path, force=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.json", LOCK_NAME]


def test_the_lock_says_what_was_written(tmp_path: Path) -> None:
    write(terraform({"a.json": b""}), tmp_path)
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert json.loads((tmp_path / LOCK_NAME).read_text()) == {
        "version": 1,
        "project": "",
        "format": "terraform",
        "targets": {"dev": {"layout": "per-model", "selection": [], "jobs": {}, "files": {"a.json": empty}}},
    }


def test_stale_files_and_their_empty_folders_go(tmp_path: Path) -> None:
    write(terraform({"deep/er/a.json": b"a", "deep/b.json": b"b", "c.json": b"c"}), tmp_path)
    (tmp_path / "deep" / "mine.txt").write_bytes(b"mine")
    plan = write(terraform({"c.json": b"c"}), tmp_path)
    assert plan.removed == ("deep/b.json", "deep/er/a.json")
    assert without_lock(tmp_path) == {"c.json": b"c", "deep/mine.txt": b"mine"}
    assert not (tmp_path / "deep" / "er").exists()


def test_a_foreign_file_is_kept(tmp_path: Path) -> None:
    (tmp_path / "main.tf.json").write_bytes(b"mine")
    diagnostics = refused(terraform({"main.tf.json": b"ours"}), tmp_path)
    assert codes(diagnostics) == [FOREIGN_FILE]
    assert "'main.tf.json' was not written by brickform" in next(iter(diagnostics)).summary
    write(terraform({"main.tf.json": b"ours"}), tmp_path, force=True)
    assert without_lock(tmp_path) == {"main.tf.json": b"ours"}


def test_a_foreign_file_of_the_same_content_becomes_ours(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b"same")
    plan = write(terraform({"a.json": b"same"}), tmp_path)
    assert plan.unchanged == ("a.json",)
    write(terraform({"a.json": b"new"}), tmp_path)
    assert without_lock(tmp_path) == {"a.json": b"new"}


def test_an_edited_file_is_neither_overwritten_nor_removed(tmp_path: Path) -> None:
    write(terraform({"a.json": b"a", "b.json": b"b"}), tmp_path)
    (tmp_path / "a.json").write_bytes(b"edited")
    (tmp_path / "b.json").write_bytes(b"edited too")
    found = list(refused(terraform({"a.json": b"new"}), tmp_path))
    assert [item.summary for item in found] == [
        "'a.json' was edited since brickform wrote it",
        "'b.json' was edited since brickform wrote it",
    ]
    assert "--force to overwrite it" in found[0].help
    assert "--force to remove it" in found[1].help
    write(terraform({"a.json": b"new"}), tmp_path, force=True)
    assert without_lock(tmp_path) == {"a.json": b"new"}


def test_a_file_that_somebody_removed_is_written_again(tmp_path: Path) -> None:
    tree = terraform({"a.json": b"a"})
    write(tree, tmp_path)
    (tmp_path / "a.json").unlink()
    assert write(tree, tmp_path).created == ("a.json",)


def test_targets_of_a_bundle_stand_side_by_side(tmp_path: Path) -> None:
    write(bundle({"resources/dev/a.yml": b"dev", "resources/dev/b.yml": b"dev"}), tmp_path)
    write(bundle({"resources/prod/a.yml": b"prod"}, target="prod"), tmp_path)
    assert sorted(json.loads((tmp_path / LOCK_NAME).read_text())["targets"]) == ["dev", "prod"]
    assert write(bundle({"resources/dev/a.yml": b"dev"}), tmp_path).removed == ("resources/dev/b.yml",)
    assert sorted(without_lock(tmp_path)) == ["resources/dev/a.yml", "resources/prod/a.yml"]


def test_a_file_of_two_targets_stays_until_neither_wants_it(tmp_path: Path) -> None:
    write(bundle({"shared.yml": b"1"}), tmp_path)
    write(bundle({"shared.yml": b"2"}, target="prod"), tmp_path)
    write(bundle({}), tmp_path)
    assert "shared.yml" in without_lock(tmp_path)
    write(bundle({}, target="prod"), tmp_path)
    assert without_lock(tmp_path) == {}


@pytest.mark.parametrize(
    "other",
    [
        bundle({"resources/dev/a.yml": b"new"}),
        terraform({"a.json": b"new"}, target="prod"),
        terraform({"a.json": b"new"}, layout="module"),
    ],
    ids=["format", "target", "layout"],
)
def test_another_kind_of_tree_stops_and_lists_what_would_go(tmp_path: Path, other: OutputTree) -> None:
    write(terraform({"a.json": b"a", "sub/b.json": b"b", "gone.json": b"c"}), tmp_path)
    (tmp_path / "gone.json").unlink()
    (found,) = refused(other, tmp_path)
    assert found.code is OTHER_TREE
    assert found.help.splitlines()[1:] == ["  a.json", "  sub/b.json"]
    write(other, tmp_path, force=True)
    assert without_lock(tmp_path) == dict(other.files)
    assert plan_write(other, tmp_path)[0] == write(other, tmp_path)


def test_another_layout_of_one_bundle_target_leaves_the_others_alone(tmp_path: Path) -> None:
    write(bundle({"resources/dev/a.yml": b"a"}), tmp_path)
    write(bundle({"resources/prod/a.yml": b"a"}, target="prod"), tmp_path)
    other = OutputTree("bundle", "dev", "one-file", {"resources/dev.yml": b"a"})
    (found,) = refused(other, tmp_path)
    assert found.help.splitlines()[1:] == ["  resources/dev/a.yml"]
    write(other, tmp_path, force=True)
    assert sorted(without_lock(tmp_path)) == ["resources/dev.yml", "resources/prod/a.yml"]


def test_another_kind_of_tree_is_never_replaced_by_a_selection(tmp_path: Path) -> None:
    write(terraform({"a.json": b"a"}), tmp_path)
    other = terraform({"a.json": b"new"}, target="prod")
    (found,) = refused(other, tmp_path, selection=("a",), force=True)
    assert "leave out --select" in found.help


def test_a_selection_writes_its_files_and_removes_none(tmp_path: Path) -> None:
    write(terraform({"a.json": b"a", "b.json": b"b"}), tmp_path)
    plan = write(terraform({"a.json": b"new"}), tmp_path, selection=("a",))
    assert (plan.changed, plan.removed) == (("a.json",), ())
    assert without_lock(tmp_path) == {"a.json": b"new", "b.json": b"b"}
    assert write(terraform({"b.json": b"new"}), tmp_path).removed == ("a.json",)


@pytest.mark.parametrize(
    ("selections", "covered"),
    [([("a",)], ["a"]), ([("b",), ("a",)], ["a", "b"]), ([(), ("a",)], []), ([("a",), ()], [])],
)
def test_the_lock_records_the_selections_that_made_it(
    tmp_path: Path, selections: list[tuple[str, ...]], covered: list[str]
) -> None:
    for selection in selections:
        write(terraform({"a.json": b"a"}), tmp_path, selection=selection)
    assert json.loads((tmp_path / LOCK_NAME).read_text())["targets"]["dev"]["selection"] == covered


@pytest.mark.parametrize("name", ["databricks.yml", "databricks.yaml", "bundle.yml", "bundle.yaml"])
def test_databricks_yml_is_written_only_without_one(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"mine")
    write(bundle({}, scaffold={"databricks.yml": b"ours"}), tmp_path)
    assert without_lock(tmp_path) == {name: b"mine"}


def test_scaffold_belongs_to_the_user_from_the_first_day(tmp_path: Path) -> None:
    tree = bundle({"a.yml": b"a"}, scaffold={"databricks.yml": b"ours"})
    assert write(tree, tmp_path).created == ("a.yml", "databricks.yml")
    assert b"databricks.yml" not in (tmp_path / LOCK_NAME).read_bytes()
    (tmp_path / "databricks.yml").write_bytes(b"edited")
    assert write(tree, tmp_path).is_current
    write(bundle({}), tmp_path)
    assert without_lock(tmp_path) == {"databricks.yml": b"edited"}


@pytest.mark.parametrize(
    "text",
    [
        "<<<<<<< HEAD",
        "[]",
        '{"version": 2, "format": "terraform", "targets": {}}',
        '{"version": 1, "format": "terraform", "targets": {"dev": []}}',
        '{"version": 1, "format": "terraform", '
        '"targets": {"dev": {"layout": "l", "selection": [], "files": {"../outside": "0"}}}}',
    ],
)
def test_a_lock_that_makes_no_sense_stops(tmp_path: Path, text: str) -> None:
    (tmp_path / LOCK_NAME).write_text(text)
    assert codes(refused(terraform({"a.json": b"a"}), tmp_path)) == [LOCK_UNREADABLE]
    write(terraform({"a.json": b"a"}), tmp_path, force=True)
    assert write(terraform({"a.json": b"a"}), tmp_path).is_current


@pytest.mark.parametrize("path", ["../a", "/a", "a/../b", "", "a//b", "./a", "C:/a", "a\\b", LOCK_NAME])
def test_an_unsafe_path_of_an_emitter_is_a_bug(tmp_path: Path, path: str) -> None:
    with pytest.raises(ValueError, match="unsafe path"):
        plan_write(terraform({path: b""}), tmp_path)


def test_a_folder_in_the_place_of_a_file_stays(tmp_path: Path) -> None:
    (tmp_path / "a.json").mkdir()
    diagnostics = refused(terraform({"a.json": b"a"}), tmp_path, force=True)
    assert [found.summary for found in diagnostics] == [
        "'a.json' cannot be written: a folder is in its place"
    ]


def test_a_file_in_the_place_of_a_folder_stays(tmp_path: Path) -> None:
    (tmp_path / "sub").write_bytes(b"mine")
    assert codes(refused(terraform({"sub/a.json": b"a"}), tmp_path, force=True)) == [PATH_BLOCKED]


def test_a_pipe_in_the_place_of_a_file_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.json")
    assert codes(refused(terraform({"a.json": b"a"}), tmp_path)) == [PATH_BLOCKED]


@pytest.mark.parametrize("path", ["link/a.json", "link", LOCK_NAME])
def test_nothing_is_written_through_a_link_that_leads_out(tmp_path: Path, path: str) -> None:
    outside, directory = tmp_path / "outside", tmp_path / "out"
    outside.mkdir()
    directory.mkdir()
    (directory / path.split("/")[0]).symlink_to(outside if "/" in path else outside / "file")
    files = {"ok.json": b"a"} if path == LOCK_NAME else {path: b"a"}
    assert codes(refused(terraform(files), directory, force=True)) == [PATH_BLOCKED]
    assert list(outside.iterdir()) == []


def test_nothing_is_removed_through_a_link_that_leads_out(tmp_path: Path) -> None:
    outside, directory = tmp_path / "outside", tmp_path / "out"
    write(terraform({"sub/a.json": b"a"}), directory)
    (directory / "sub").rename(outside)
    (directory / "sub").symlink_to(outside)
    write(terraform({}), directory, force=True)
    assert (outside / "a.json").read_bytes() == b"a"


def test_a_link_inside_the_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    write(terraform({"link/a.json": b"a"}), tmp_path)
    assert (tmp_path / "real" / "a.json").read_bytes() == b"a"


def test_the_output_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to("real")
    write(terraform({"a.json": b"a"}), tmp_path / "out")
    assert (tmp_path / "real" / "a.json").read_bytes() == b"a"


def test_permissions_are_what_the_umask_leaves(tmp_path: Path) -> None:
    old = os.umask(0o022)
    try:
        write(terraform({"a.json": b"a", "adopt.sh": b"#!/bin/sh\n"}), tmp_path)
    finally:
        os.umask(old)
    modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}
    assert modes == {"a.json": 0o644, "adopt.sh": 0o755, LOCK_NAME: 0o644}


def test_a_file_where_the_output_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"mine")
    assert codes(refused(terraform({"a.json": b"a"}), tmp_path / "out")) == [PATH_BLOCKED]
