from __future__ import annotations

import json
from pathlib import Path

from brickform.diagnostics import Diagnostics
from brickform.location import Mark, SourceMap
from brickform.output.lock_file import LOCK_NAME
from brickform.output.plan import plan_write
from brickform.output.tree import OutputTree, TreeJob
from brickform.output.write import carry_out

PLACE = SourceMap("models/models.yml", Mark(2, 4))


def tree(*given_up: str, **code_by_key: str) -> OutputTree:
    jobs = {key: TreeJob(code, PLACE) for key, code in code_by_key.items()}
    files = {f"{key}.json": b"" for key in code_by_key}
    return OutputTree("terraform", "dev", "per-model", files, jobs=jobs, given_up=frozenset(given_up))


def write(what: OutputTree, directory: Path, *selection: str) -> Diagnostics:
    plan, found = plan_write(what, directory, selection=selection)
    assert plan is not None
    if not found.has_errors:
        carry_out(plan)
    return found


def locked(directory: Path) -> dict[str, str]:
    jobs: dict[str, str] = json.loads((directory / LOCK_NAME).read_text())["targets"]["dev"]["jobs"]
    return jobs


def test_the_lock_knows_the_code_of_each_job(tmp_path: Path) -> None:
    write(tree(a="1", b="2"), tmp_path)
    assert locked(tmp_path) == {"a": "1", "b": "2"}
    write(tree(b="3", c="4"), tmp_path, "b", "c")
    assert locked(tmp_path) == {"a": "1", "b": "3", "c": "4"}
    write(tree(b="3"), tmp_path)
    assert locked(tmp_path) == {"b": "3"}


def test_a_key_that_goes_while_its_code_stays_is_reported_once(tmp_path: Path) -> None:
    write(tree(old="1", other="2"), tmp_path)
    (found,) = write(tree(new="1", other="2"), tmp_path)
    assert (found.code.id, found.location) == ("BF605", PLACE.location)
    assert "'new' has the code of 'old'" in found.summary
    assert found.help.endswith("previous_names: [old]")
    assert list(write(tree(new="1", other="2"), tmp_path)) == []


def test_every_job_that_may_have_been_meant_is_named(tmp_path: Path) -> None:
    write(tree(a="1", b="1"), tmp_path)
    (found,) = write(tree(c="1"), tmp_path)
    assert found.help.endswith("previous_names: [a] or previous_names: [b]")


def test_what_is_no_rename_is_not_reported(tmp_path: Path) -> None:
    write(tree(a="1", b="2"), tmp_path)
    assert list(write(tree(a="1", c="1", b="2"), tmp_path)) == []  # a copy
    assert list(write(tree(a="2", c="9"), tmp_path)) == []  # 'b' goes, and its code is in a known job
    assert list(write(tree("a", d="2"), tmp_path)) == []  # the tree says what becomes of 'a'


def test_a_selection_cannot_carry_a_rename(tmp_path: Path) -> None:
    write(tree(old="1"), tmp_path)
    (found,) = write(tree("old", new="1"), tmp_path, "new")
    assert (found.code.id, "'old'" in found.summary) == ("BF606", True)
    assert locked(tmp_path) == {"old": "1"}
    assert list(write(tree("old", new="1"), tmp_path)) == []
    assert list(write(tree("old", new="1"), tmp_path, "new")) == []


def test_a_lock_from_before_renames_were_known(tmp_path: Path) -> None:
    write(tree(a="1"), tmp_path)
    document = json.loads((tmp_path / LOCK_NAME).read_text())
    del document["targets"]["dev"]["jobs"]
    (tmp_path / LOCK_NAME).write_text(json.dumps(document))
    assert list(write(tree(b="1"), tmp_path)) == []
