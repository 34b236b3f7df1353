from __future__ import annotations

import pickle
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from brickform.output.plan import WritePlan, plan_write
from brickform.output.tree import OutputTree
from brickform.output.write import carry_out

Snapshot = dict[str, bytes | None]
_SCRIPT = Path(__file__).with_name("killed_runs.py")


@dataclass(frozen=True)
class _Case:
    old: OutputTree | None
    new: OutputTree
    foreign: tuple[str, ...] = ()
    """Files that lie there, or were edited, and have to be forced."""
    selection: tuple[str, ...] = ()
    forced: bool = False


def _bundle(files: dict[str, bytes], target: str = "dev", layout: str = "per-model") -> OutputTree:
    return OutputTree("bundle", target, layout, files, {"databricks.yml": b"bundle: {}\n"})


_OLD = _bundle({"r/a.yml": b"a" * 99, "r/b.yml": b"b", "s/gone/c.py": b"c", "adopt.sh": b"#!/bin/sh\n"})
_NEW = _bundle({"r/a.yml": b"A" * 99, "r/b.yml": b"b", "t/new/d.py": b"d", "r/e.yml": b"e"})
_TERRAFORM = OutputTree("terraform", "prod", "per-model", {"a.tf.json": b"{}\n", "n/a.py": b"a"})

_CASES = {
    "into an empty folder": _Case(None, _NEW),
    "over an older tree": _Case(_OLD, _NEW),
    "a selection": _Case(_OLD, _bundle({"r/a.yml": b"A" * 99, "r/e.yml": b"e"}), selection=("a", "e")),
    "forced over foreign and edited files": _Case(
        _OLD, _NEW, ("r/a.yml", "r/e.yml", "s/gone/c.py"), forced=True
    ),
    "forced over another format": _Case(_OLD, _TERRAFORM, forced=True),
    "forced over another layout": _Case(_OLD, _bundle({"all.yml": b"all"}, layout="one-file"), forced=True),
    "nothing left": _Case(_OLD, _bundle({})),
}


@pytest.mark.parametrize("case", _CASES.values(), ids=_CASES.keys())
def test_a_run_killed_at_any_step_is_named_by_check_and_repaired_by_the_next(
    tmp_path: Path, case: _Case
) -> None:
    before, finished = tmp_path / "before", tmp_path / "finished"
    _prepare(before, case)
    shutil.copytree(before, finished)
    carry_out(_plan(case, finished, force=case.forced))

    steps = _run_killed(before, tmp_path / "steps", case)

    assert len(steps) > 5
    assert _snapshot(steps[0]) == _snapshot(before)
    assert _snapshot(steps[-1]) == _snapshot(finished)
    for step in steps:
        _check_and_repair(step, case, _snapshot(before), _snapshot(finished))


def test_a_killed_run_is_undone_by_the_older_config(tmp_path: Path) -> None:
    case = _CASES["over an older tree"]
    before = tmp_path / "before"
    _prepare(before, case)
    for step in _run_killed(before, tmp_path / "steps", case):
        _check_and_repair(step, _Case(None, _OLD), {}, _snapshot(before))


def _prepare(folder: Path, case: _Case) -> None:
    folder.mkdir()
    if case.old is not None:
        carry_out(_plan(_Case(None, case.old), folder))
    for path in case.foreign:
        (folder / path).write_bytes(b"mine")


def _run_killed(folder: Path, steps: Path, case: _Case) -> list[Path]:
    steps.mkdir()
    call = {"tree": case.new, "selection": case.selection, "force": case.forced}
    done = subprocess.run(
        [sys.executable, _SCRIPT, folder, steps], input=pickle.dumps(call), capture_output=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, b"")
    return sorted(steps.iterdir(), key=lambda step: int(step.name))


def _check_and_repair(folder: Path, case: _Case, before: Snapshot, finished: Snapshot) -> None:
    """Do what a plain run does; ``--force`` may be needed again only where nothing was touched yet."""
    present = _snapshot(folder)
    untouched = before.items() <= present.items()
    plan = _plan(case, folder, force=case.forced and untouched)
    assert plan.is_current == (present == finished)
    carry_out(plan)
    assert _snapshot(folder) == finished


def _plan(case: _Case, folder: Path, *, force: bool = False) -> WritePlan:
    plan, diagnostics = plan_write(case.new, folder, selection=case.selection, force=force)
    assert plan is not None
    assert not diagnostics.has_errors, diagnostics
    return plan


def _snapshot(folder: Path) -> Snapshot:
    """Return every file and every folder, so that an empty one left behind is seen."""
    items = folder.rglob("*")
    return {str(item.relative_to(folder)): item.read_bytes() if item.is_file() else None for item in items}
