"""Compares a folder of files with the expected one, or rewrites it."""

from __future__ import annotations

import shutil
from pathlib import Path


def files_below(folder: Path) -> dict[str, str]:
    """Return the text of every file below a folder, by relative path."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def assert_same_tree(actual: Path, expected: Path, *, update: bool) -> None:
    if update:
        shutil.rmtree(expected, ignore_errors=True)
        shutil.copytree(actual, expected)
    made, wanted = files_below(actual), files_below(expected)
    assert sorted(made) == sorted(wanted)
    for path, text in wanted.items():
        assert made[path] == text, path
