"""What was asked of ``brickform generate``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from brickform.cli.project_options import ProjectCall


@dataclass(frozen=True, kw_only=True)
class GenerateCall(ProjectCall):
    """The options of ``brickform generate``."""

    format: str
    output_dir: Path
    module: str | None
    layout: str | None
    include_one_time: bool
    check: bool
    diff: bool
    force: bool

    @property
    def dry_run(self) -> bool:
        return self.check or self.diff
