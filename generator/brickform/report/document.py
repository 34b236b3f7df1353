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
from brickform.location import Location

_PROJECT_FILES = ("dbt_project.yml", "brickform.yml")


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
        if self._is_outside(file):
            return None
        path, here = self.root / file, Path.cwd()
        path = path.relative_to(here) if path.is_relative_to(here) else path
        return posixpath.normpath(path.as_posix())

    def path_in_repository(self, file: str) -> str | None:
        """Return where a location's file lies below the root of the repository; None outside the project.

        That root is the checkout of GitHub Actions, else the nearest folder with a ``.git``, else the
        present folder. A project outside of it names its files from its own folder: no path is absolute.
        """
        return None if self._is_outside(file) else posixpath.join(self._project_in_repository, file)

    @cached_property
    def _project_in_repository(self) -> str:
        project = self.root.resolve()
        found = (folder for folder in (project, *project.parents) if (folder / ".git").exists())
        roots = (os.environ.get("GITHUB_WORKSPACE"), next(found, None), Path.cwd())
        for root in (Path(root).resolve() for root in roots if root):
            if project.is_relative_to(root):
                path = project.relative_to(root).as_posix()
                return "" if path == "." else path
        return ""

    def project_file(self) -> Location | None:
        """Return the beginning of the file that makes the project, for a problem without a place."""
        files = (name for name in _PROJECT_FILES if (self.root / name).is_file())
        return next((Location(name, 1, 1) for name in files), None)

    def _is_outside(self, file: str) -> bool:
        return "/" not in file and not os.path.lexists(self.root / file)
