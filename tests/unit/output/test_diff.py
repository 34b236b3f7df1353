from __future__ import annotations

from pathlib import Path

from brickform.output.diff import list_differences, render_diff
from brickform.output.disk import temporary_for
from brickform.output.plan import WritePlan, plan_write
from brickform.output.tree import OutputTree
from brickform.output.write import carry_out


def test_the_diff_shows_what_generate_would_do(tmp_path: Path) -> None:
    carry_out(_plan({"a.json": b"1\n2\n", "gone.json": b"old\n", "same.json": b""}, tmp_path))
    plan = _plan({"a.json": b"1\n3", "new.json": b"new\n", "same.json": b""}, tmp_path)
    assert render_diff(plan).splitlines() == [
        "--- a/a.json",
        "+++ b/a.json",
        "@@ -1,2 +1,2 @@",
        " 1",
        "-2",
        "+3",
        "\\ No newline at end of file",
        "--- a/gone.json",
        "+++ /dev/null",
        "@@ -1 +0,0 @@",
        "-old",
        "--- /dev/null",
        "+++ b/new.json",
        "@@ -0,0 +1 @@",
        "+new",
    ]


def test_no_difference_no_diff(tmp_path: Path) -> None:
    carry_out(_plan({"a.json": b"1\n"}, tmp_path))
    plan = _plan({"a.json": b"1\n"}, tmp_path)
    assert (render_diff(plan), list_differences(plan)) == ("", [])


def test_the_list_says_why_each_file_is_out_of_date(tmp_path: Path) -> None:
    carry_out(_plan({"a.json": b"1", "b.json": b"1", "gone.json": b"old"}, tmp_path))
    (tmp_path / "b.json").write_bytes(b"edited")
    (tmp_path / "c.json").write_bytes(b"mine")
    temporary_for(tmp_path / "a.json").write_bytes(b"half")
    plan, _ = plan_write(_tree({"a.json": b"2", "b.json": b"1", "c.json": b"1", "new.json": b""}), tmp_path)
    assert plan is not None
    *lines, leftover, lock = list_differences(plan)
    assert lines == [
        "missing: new.json",
        "changed: a.json",
        "changed: b.json (was edited since brickform wrote it)",
        "changed: c.json (was not written by brickform)",
        "stale: gone.json",
    ]
    assert leftover.startswith("left by a killed run: .brickform-")
    assert lock == "changed: brickform.lock.json"


def _tree(files: dict[str, bytes]) -> OutputTree:
    return OutputTree("terraform", "dev", "per-model", files)


def _plan(files: dict[str, bytes], directory: Path) -> WritePlan:
    plan, diagnostics = plan_write(_tree(files), directory)
    assert plan is not None
    assert not diagnostics.has_errors
    return plan
