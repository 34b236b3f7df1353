"""What there is to report after a command."""

from __future__ import annotations

import os
import posixpath
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
    """The project, from where the command runs: locations are relative to it."""
    verbosity: int = 0
    """Below zero: errors and warnings only; above: every info of its own."""
    result: Mapping[str, Any] = field(default_factory=dict)
    """What the command did, for programs to read."""
    width: int | None = None
    """The columns of the terminal; None where there is none, and no line has to be broken."""

    strict: bool = False
    """Warnings were made errors."""

    @cached_property
    def confidential_lines(self) -> frozenset[tuple[str, int]]:
        """File and line of every place that holds a secret, whatever else is wrong there."""
        places = (found.location for found in self.diagnostics if found.code.confidential)
        return frozenset((place.file, place.line) for place in places if place)

    def counts(self) -> dict[Severity, int]:
        """Return how many there are of each severity, zeros included."""
        counted = Counter(found.severity for found in self.diagnostics)
        return {severity: counted[severity] for severity in Severity}

    def path_from_here(self, file: str) -> str | None:
        """Return where a location's file lies, from where the command runs; None outside the project.

        A file outside, such as a profiles.yml, goes by its name alone.
        """
        return self._path_from(Path.cwd(), file)

    def path_in_repository(self, file: str) -> str | None:
        """Return where a location's file lies in the checkout that GitHub Actions names, else from here."""
        workspace = Path(os.environ.get("GITHUB_WORKSPACE") or ".").absolute()
        return self._path_from(workspace if Path.cwd().is_relative_to(workspace) else Path.cwd(), file)

    def _path_from(self, folder: Path, file: str) -> str | None:
        if "/" not in file and not os.path.lexists(self.root / file):
            return None
        path = Path.cwd() / self.root / file
        if not path.is_relative_to(folder):
            return posixpath.normpath((self.root / file).as_posix())
        return posixpath.normpath(path.relative_to(folder).as_posix())
