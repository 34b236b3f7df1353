"""Every code has an explanation whose examples are true: the wrong one shows the code, the right one none."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from brickform.codes import all_codes
from brickform.diagnostics import Severity
from brickform.explanations import Example, explain, explained_codes
from support.command import brickform

CODES = {code.id: code for code in all_codes()}

WITHOUT_EXAMPLE = {
    "BF506": "it takes hundreds of models",
    **{f"BF{number}": "it takes a job of a workspace" for number in range(710, 721)},
}
"""Codes that no files of a project can show, and why; the explanation says how it comes about."""

MODEL = "def model(dbt, session):\n    return session.range(1)\n"
AROUND = {
    "brickform.yml": """\
name: shop
defaults:
  submission_method: workflow_job
targets:
  dev: {catalog: main, schema: analytics}
""",
    "models/orders.py": MODEL,
}
AROUND_DBT = {
    "profiles.yml": """\
shop:
  target: dev
  outputs:
    dev: {type: databricks, host: dbc-a1b2.cloud.databricks.com, catalog: main, schema: analytics}
""",
    "models/orders.py": MODEL,
}
ANY_COMMAND = ("brickform generate terraform . -o infra",)


def test_every_code_has_an_explanation() -> None:
    assert set(explained_codes()) == CODES.keys()
    assert [code for code in CODES if not explain(code).cause] == []


@pytest.mark.parametrize("code", explained_codes())
def test_the_wrong_example_shows_exactly_this_code(code: str, project: Path) -> None:
    wrong = explain(code).wrong
    if code in WITHOUT_EXAMPLE:
        assert wrong is None, "it has an example after all"
        return
    assert wrong is not None
    lay(project, around(wrong.files) | wrong.files)
    found = reported(wrong)
    grave = {other for other in found if CODES[other].severity is not Severity.INFO}
    assert (code in found, grave - {code}) == (True, set())


@pytest.mark.parametrize("code", sorted(set(explained_codes()) - WITHOUT_EXAMPLE.keys()))
def test_the_right_example_shows_no_problem(code: str, project: Path) -> None:
    explanation = explain(code)
    wrong, right = explanation.wrong, explanation.right
    assert wrong is not None
    assert right is not None
    assert right.markdown != wrong.markdown
    lay(project, around(wrong.files) | wrong.files | right.files)
    found = reported(right)
    assert code not in found
    assert [other for other in found if CODES[other].severity is not Severity.INFO] == []


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DBT_PROFILES_DIR", str(tmp_path))
    return tmp_path


def around(files: Mapping[str, str]) -> dict[str, str]:
    return AROUND_DBT if "dbt_project.yml" in files else AROUND


def lay(root: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def reported(example: Example) -> list[str]:
    """Run the commands of an example; return the codes that the last one reports."""
    found: list[str] = []
    for command in example.commands or ANY_COMMAND:
        program, *arguments = command.split()
        if program == "brickform":
            found = re.findall(r"^(?:\S+: )?\w+\[(BF\d+)\]: ", brickform(*arguments).err, re.MULTILINE)
        else:
            subprocess.run(command, shell=True, check=True, timeout=60)
    return found
