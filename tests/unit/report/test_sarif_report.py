from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from brickform.diagnostics import Code, Diagnostic, Diagnostics, Severity
from brickform.location import Location
from brickform.report import REPORTERS, Report

ERROR = Code("BF302", Severity.ERROR, "a key that the schema does not know")
WARNING = Code("BF401", Severity.WARNING, "more than one compute is given for a task")


def log(root: Path, *found: Diagnostic) -> Any:
    return json.loads(REPORTERS["sarif"].render(Report(Diagnostics(found), root)))


@pytest.mark.parametrize("project", ["dbt_project.yml", "brickform.yml"])
def test_a_problem_without_a_place_lies_in_the_project_file(
    project: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / project).write_text("name: shop\n")
    (run,) = log(Path("shop"), Diagnostic(WARNING, "two of them"))["runs"]
    (location,) = run["results"][0]["locations"]
    assert location["physicalLocation"]["artifactLocation"] == {"uri": f"shop/{project}"}


def test_a_rule_brings_its_examples(tmp_path: Path) -> None:
    (run,) = log(tmp_path, Diagnostic(ERROR, "unknown key 'a'"))["runs"]
    (rule,) = run["tool"]["driver"]["rules"]
    assert "max_retries: 2" in rule["help"]["markdown"]


def test_a_result_says_what_where_and_how_grave(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    (tmp_path / "my models").mkdir()
    (tmp_path / "my models" / "m.yml").write_text("a: 1\n")
    wrong = Diagnostic(ERROR, "unknown key 'a'", Location("my models/m.yml", 3, 5), ("models", 0), "drop it")
    (run,) = log(Path(), wrong, Diagnostic(WARNING, "two of them"))["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["BF302", "BF401"]
    assert run["results"] == [
        {
            "ruleId": "BF401",
            "ruleIndex": 1,
            "level": "warning",
            "message": {"text": "two of them"},
        },
        {
            "ruleId": "BF302",
            "ruleIndex": 0,
            "level": "error",
            "message": {"text": "unknown key 'a'\ndrop it"},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "my%20models/m.yml"},
                        "region": {"startLine": 3, "startColumn": 5},
                    },
                    "logicalLocations": [{"fullyQualifiedName": "models[0]"}],
                }
            ],
        },
    ]
