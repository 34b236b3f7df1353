"""Diagnostics as SARIF 2.1.0, for code scanning and other viewers.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from brickform.diagnostics import Code, Diagnostic, Severity
from brickform.explanations import explain
from brickform.location import format_path
from brickform.report.document import Report

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render_sarif(report: Report) -> str:
    """Return a log of one run, with a rule for each code that was found."""
    from importlib.metadata import version  # slower to import than all other formats together

    found = list(report.diagnostics)
    codes = sorted({item.code.id: item.code for item in found}.values(), key=lambda code: code.id)
    indices = {code.id: index for index, code in enumerate(codes)}
    rules = [_rule(code) for code in codes]
    run = {
        "tool": {"driver": {"name": "brickform", "version": version("brickform"), "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(report, item, indices[item.code.id]) for item in found],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(code: Code) -> dict[str, Any]:
    explanation = explain(code.id)
    cause = explanation.cause
    examples = {"Wrong": explanation.wrong, "Right": explanation.right}
    parts = [f"**{name}**\n\n{example.markdown}" for name, example in examples.items() if example]
    return {
        "id": code.id,
        "shortDescription": {"text": code.title},
        "fullDescription": {"text": cause},
        "help": {"text": cause, "markdown": "\n\n".join([cause, *parts])},
        "defaultConfiguration": {"level": _LEVELS[code.severity]},
    }


def _result(report: Report, found: Diagnostic, rule_index: int) -> dict[str, Any]:
    text = f"{found.summary}\n{found.help}" if found.help else found.summary
    result = {
        "ruleId": found.code.id,
        "ruleIndex": rule_index,
        "level": _LEVELS[found.severity],
        "message": {"text": text},
    }
    location = _location(report, found)
    return {**result, "locations": [location]} if location else result


def _location(report: Report, found: Diagnostic) -> dict[str, Any]:
    location: dict[str, Any] = {}
    place = found.location or report.project_file()  # code scanning takes no result without one
    if place is not None:
        file = report.path_in_repository(place.file) or place.file
        location["physicalLocation"] = {
            "artifactLocation": {"uri": quote(file)},
            "region": {"startLine": place.line, "startColumn": place.column},
        }
    if found.path:
        location["logicalLocations"] = [{"fullyQualifiedName": format_path(found.path)}]
    return location
