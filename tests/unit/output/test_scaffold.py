from __future__ import annotations

from pathlib import Path

import pytest

from brickform.codes import PATH_BLOCKED, SCAFFOLD_OUTDATED
from brickform.output.plan import plan_write
from brickform.output.scaffold import missing_settings
from brickform.output.tree import OutputTree

MADE = b"targets: {prod: {mode: production, workspace: {host: 'https://new'}, run_as: {user_name: robot}}}"


@pytest.mark.parametrize(
    ("existing", "missing"),
    [
        (MADE, []),
        (b"targets: {dev: {}}", ["targets.prod"]),
        (b"targets: {prod: }", ["targets.prod.mode", "targets.prod.workspace.host", "targets.prod.run_as"]),
        (MADE.replace(b"new", b"old"), ["targets.prod.workspace.host"]),
        (b"bundle: [", ["targets.prod"]),
        (b"[" * 5000, ["targets.prod"]),
        (b"- a list", ["targets.prod"]),
        (b"targets: 5", ["targets.prod"]),
    ],
)
def test_what_the_users_file_does_not_say(existing: bytes, missing: list[str]) -> None:
    assert missing_settings(MADE, existing, "prod") == missing


@pytest.mark.parametrize("name", ["databricks.yml", "bundle.yml"])
def test_an_outdated_file_is_a_warning_and_stays(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"targets: {dev: {}}")
    tree = OutputTree("bundle", "prod", "per-model", {}, {"databricks.yml": MADE})
    plan, found = plan_write(tree, tmp_path)
    assert plan is not None
    assert not plan.created
    assert [(item.code, name in item.summary) for item in found] == [(SCAFFOLD_OUTDATED, True)]


def test_a_name_that_no_file_can_have_is_found_before_anything_is_written(tmp_path: Path) -> None:
    tree = OutputTree("terraform", "prod", "per-model", {"a.json": b"a", "n" * 252 + ".json": b"b"})
    _, found = plan_write(tree, tmp_path)
    assert [item.code for item in found] == [PATH_BLOCKED]
