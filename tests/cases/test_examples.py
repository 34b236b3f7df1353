"""Every example is a golden test of both outputs, for each of its targets."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.command import brickform
from support.examples import EXAMPLES, examples_with_targets
from support.trees import assert_same_tree

NAMES = sorted({name for name, _ in examples_with_targets()})


@pytest.mark.parametrize(("name", "target"), examples_with_targets())
def test_terraform(name: str, target: str, tmp_path: Path, update: bool) -> None:
    done = brickform("generate", "terraform", EXAMPLES / name, "-t", target, "-o", tmp_path)
    assert done.code == 0, done.err
    assert_same_tree(tmp_path, EXAMPLES / name / "expected" / "terraform" / target, update=update)


@pytest.mark.parametrize("name", NAMES)
def test_bundle_with_its_targets_side_by_side(name: str, tmp_path: Path, update: bool) -> None:
    for target in (target for example, target in examples_with_targets() if example == name):
        done = brickform("generate", "bundle", EXAMPLES / name, "-t", target, "-o", tmp_path)
        assert done.code == 0, done.err
    assert_same_tree(tmp_path, EXAMPLES / name / "expected" / "bundle", update=update)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_said_about_an_example(name: str, update: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLES / name)
    done = brickform("validate", "-v")
    expected = EXAMPLES / name / "expected" / "validate.txt"
    if update:
        expected.write_text(done.out + done.err, encoding="utf-8")
    assert done.code == 0
    assert done.out + done.err == expected.read_text(encoding="utf-8")
