"""Runs the real command in this process, on tiny projects; a crash is a traceback, not an exit code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from brickform.cli import main

Run = Callable[..., "Outcome"]
MakeProject = Callable[[Mapping[str, str]], Path]

PLAIN = {
    "brickform.yml": """\
name: shop
defaults:
  submission_method: workflow_job
models:
  - name: orders
    config:
      python_job_config: {timeout_seconds: 600}
  - name: customers
targets:
  dev: {default: true, host: "https://dev.example.com", catalog: dev, schema: shop}
  prod: {host: "https://prod.example.com", catalog: prod, schema: shop}
""",
    "models/orders.py": "def model(dbt, session):\n    return dbt.ref('customers')\n",
    "models/customers.py": "def model(dbt, session):\n    return session.range(1)\n",
}


@dataclass(frozen=True)
class Outcome:
    code: int
    out: str
    err: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str | Path) -> Outcome:
        with pytest.raises(SystemExit) as stopped:
            main([str(argument) for argument in arguments], prog_name="brickform")
        out, err = capsys.readouterr()
        assert isinstance(stopped.value.code, int)
        return Outcome(stopped.value.code, out, err)

    return run


@pytest.fixture
def make_project(tmp_path: Path) -> MakeProject:
    def make(files: Mapping[str, str]) -> Path:
        root = tmp_path / "project"
        for path, text in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text)
        return root

    return make


@pytest.fixture
def plain(make_project: MakeProject) -> Path:
    """Return a project of two models and two targets, without dbt."""
    return make_project(PLAIN)
