"""Diagnostics as one JSON document."""

from __future__ import annotations

import json
from typing import Any

from brickform.diagnostics import Diagnostic
from brickform.location import format_path
from brickform.report.document import Report


def render_json(report: Report) -> str:
    """Return a document of a stable shape: ``diagnostics``, ``summary``, and the command's ``result``."""
    document = {
        "diagnostics": [_diagnostic(found) for found in report.diagnostics],
        "summary": {severity.value: count for severity, count in report.counts().items()},
        "result": dict(report.result),
    }
    return json.dumps(document, indent=2) + "\n"


def _diagnostic(found: Diagnostic) -> dict[str, Any]:
    return {
        "code": found.code.id,
        "severity": found.severity.value,
        "summary": found.summary,
        "help": found.help,
        "location": found.location._asdict() if found.location else None,
        "path": format_path(found.path),
    }
