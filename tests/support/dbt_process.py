"""dbt-databricks of .venv-dbt, submitting one model after the other to a local workspace."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from brickform.testing import LocalWorkspace

PROBE = Path(__file__).resolve().parents[1] / "e2e" / "dbt_submission.py"
MARK = "submitted: "


class DbtProcess:
    """Submits the model ``orders`` of the catalog ``main`` and the schema ``shop``."""

    def __init__(self, python: Path, workspace: LocalWorkspace, cluster: str) -> None:
        self._process = subprocess.Popen(
            [python, PROBE, workspace.url, cluster],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=workspace.isolated_environment(os.environ),
        )

    def submit(self, config: dict[str, Any]) -> str | None:
        """Return the error, if any."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps(config), file=self._process.stdin, flush=True)
        answer = next(line for line in self._process.stdout if line.startswith(MARK))
        error: str | None = json.loads(answer.removeprefix(MARK))
        return error

    def __enter__(self) -> DbtProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()
