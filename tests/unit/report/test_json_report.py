from __future__ import annotations

import json
from pathlib import Path

from brickform.diagnostics import Code, Diagnostic, Diagnostics, Severity
from brickform.location import Location
from brickform.report import REPORTERS, Report

ERROR = Code("BF901", Severity.ERROR, "something is wrong")


def test_the_shape_of_the_document() -> None:
    found = Diagnostic(ERROR, "wrong", Location("m.yml", 3, 5), ("models", 0, "name"), "right")
    report = Report(Diagnostics([found]), Path(), result={"files": []})
    assert json.loads(REPORTERS["json"].render(report)) == {
        "diagnostics": [
            {
                "code": "BF901",
                "severity": "error",
                "summary": "wrong",
                "help": "right",
                "location": {"file": "m.yml", "line": 3, "column": 5},
                "path": "models[0].name",
            }
        ],
        "summary": {"error": 1, "warning": 0, "info": 0},
        "result": {"files": []},
    }


def test_a_problem_without_a_place_has_null() -> None:
    rendered = REPORTERS["json"].render(Report(Diagnostics([Diagnostic(ERROR, "wrong")]), Path()))
    assert json.loads(rendered)["diagnostics"][0]["location"] is None


def test_documents_go_to_stdout_and_text_does_not() -> None:
    assert {name: reporter.stream for name, reporter in REPORTERS.items()} == {
        "text": "stderr",
        "json": "stdout",
        "github": "stdout",
        "sarif": "stdout",
    }
