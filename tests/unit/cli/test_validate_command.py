from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def test_a_valid_project(run: Run, plain: Path) -> None:
    outcome = run("validate", plain, "-t", "prod")
    assert (outcome.code, outcome.out) == (0, "valid for target 'prod': 2 jobs\n")


def test_every_mistake_is_shown_in_one_run(run: Run, plain: Path) -> None:
    config = plain / "brickform.yml"
    text = config.read_text().replace("timeout_seconds: 600", "timeout_secs: 600, max_retries: many")
    config.write_text(text)
    outcome = run("validate", plain)
    assert (outcome.code, outcome.out) == (1, "")
    assert "'timeout_secs'" in outcome.err
    assert "max_retries" in outcome.err
    assert "\n2 errors" in outcome.err


def test_a_target_that_does_not_exist(run: Run, plain: Path) -> None:
    outcome = run("validate", plain, "-t", "pord")
    assert outcome.code == 1
    assert "pord" in outcome.err


def test_a_folder_without_a_project(run: Run, tmp_path: Path) -> None:
    outcome = run("validate", tmp_path)
    assert outcome.code == 1
    assert "error[BF1" in outcome.err


def test_yaml_that_cannot_be_read(run: Run, plain: Path) -> None:
    (plain / "brickform.yml").write_text("name: [\n")
    outcome = run("validate", plain)
    assert outcome.code == 1
    assert "brickform.yml:" in outcome.err


@pytest.mark.parametrize("valid", [True, False])
def test_json(run: Run, plain: Path, valid: bool) -> None:
    arguments = [] if valid else ["-t", "nowhere"]
    outcome = run("validate", plain, "--output-format", "json", *arguments)
    assert json.loads(outcome.out)["result"] == {"valid": valid}
    assert outcome.code == (0 if valid else 1)
