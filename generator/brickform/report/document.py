"""What there is to report after a command."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from brickform.diagnostics import Diagnostics, Severity


@dataclass(frozen=True)
class Report:
    """Diagnostics, and what it takes to show them."""

    diagnostics: Diagnostics
    root: Path
    """The project: locations are relative to it."""
    verbosity: int = 0
    """Below zero: errors and warnings only; above: every info of its own."""
    result: Mapping[str, Any] = field(default_factory=dict)
    """What the command did, for programs to read."""

    @cached_property
    def confidential_lines(self) -> frozenset[tuple[str, int]]:
        """File and line of every place that holds a secret, whatever else is wrong there."""
        places = (found.location for found in self.diagnostics if found.code.confidential)
        return frozenset((place.file, place.line) for place in places if place)

    def counts(self) -> dict[Severity, int]:
        """Return how many there are of each severity, zeros included."""
        counted = Counter(found.severity for found in self.diagnostics)
        return {severity: counted[severity] for severity in Severity}
