from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from brickform.errors import BrickformError
from brickform.output.disk import temporary_for, write_whole
from brickform.output.plan import plan_write
from brickform.output.tree import OutputTree
from brickform.output.write import carry_out


def _full(*_: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.json"
    file.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", _full)
    with pytest.raises(BrickformError, match=r"cannot write '.*a\.json': No space left on device"):
        write_whole({file: b"new"})
    assert {item.name: item.read_bytes() for item in tmp_path.iterdir()} == {"a.json": b"old"}


def test_a_run_that_met_a_full_disk_is_finished_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = OutputTree("terraform", "dev", "per-model", {"a.json": b"a", "b.json": b"b"})
    new = OutputTree("terraform", "dev", "per-model", {"b.json": b"new", "c.json": b"c"})
    _generate(old, tmp_path)
    real_replace, calls = os.replace, 0

    def replace_twice(source: Path, destination: Path) -> None:
        nonlocal calls
        calls += 1
        if calls > 2:
            _full()
        real_replace(source, destination)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", replace_twice)
        with pytest.raises(BrickformError):
            _generate(new, tmp_path)
    assert (tmp_path / "b.json").read_bytes() == b"new"
    _generate(new, tmp_path)
    assert {item.name for item in tmp_path.iterdir()} == {"b.json", "c.json", "brickform.lock.json"}


def test_what_a_killed_run_left_does_not_disturb(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    temporary_for(file).write_bytes(b"half")
    write_whole({file: b"whole"})
    assert [item.name for item in tmp_path.iterdir()] == ["a.json"]


def test_a_link_at_the_temporary_name_is_not_followed(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_bytes(b"mine")
    temporary_for(tmp_path / "a.json").symlink_to(other)
    write_whole({tmp_path / "a.json": b"ours"})
    assert other.read_bytes() == b"mine"


def test_temporary_names_stay_short(tmp_path: Path) -> None:
    write_whole({tmp_path / ("x" * 255): b""})


def _generate(tree: OutputTree, directory: Path) -> None:
    plan, diagnostics = plan_write(tree, directory)
    assert plan is not None
    assert not diagnostics.has_errors
    carry_out(plan)
