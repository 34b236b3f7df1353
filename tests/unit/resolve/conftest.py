"""A project from a dict of files, resolved in one step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from brickform.diagnostics import Diagnostic, Diagnostics
from brickform.read.project import ReadOptions
from brickform.read.project_reader import read_project
from brickform.resolve.project import ResolvedModel, ResolvedProject, ResolveOptions
from brickform.resolve.resolver import resolve

PROFILES = """
shop:
  target: dev
  outputs:
    dev: {type: databricks, host: adb-1.example.com, http_path: /sql/1, token: tok-en,
          catalog: main, schema: analytics, threads: 3}
    prod: {type: databricks, host: https://prod.example.com/, token: "{{ env_var('NOT_SET') }}",
           catalog: prod, schema: gold}
"""
MODEL = "def model(dbt, session):\n    return session.sql('select 1')\n"


@dataclass(frozen=True)
class Resolved:
    project: ResolvedProject | None
    diagnostics: Diagnostics

    def model(self, name: str) -> ResolvedModel:
        assert self.project is not None
        return next(m for m in self.project.models if m.unique_id.endswith(f".{name}"))

    def config(self, name: str) -> dict[str, Any]:
        value = self.model(name).config.value
        assert isinstance(value, dict)
        return value

    def one(self, code: str) -> Diagnostic:
        [found] = [d for d in self.diagnostics if d.code.id == code]
        return found

    def codes(self) -> list[str]:
        return [d.code.id for d in self.diagnostics]


ResolveFiles = Callable[..., Resolved]


@pytest.fixture
def resolve_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ResolveFiles:
    """Write files, read them without a problem, resolve them; keywords are ResolveOptions."""
    monkeypatch.delenv("DBT_PROFILES_DIR", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))

    def run(files: Mapping[str, str], **options: Any) -> Resolved:
        root = tmp_path / "shop"
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        project, found = read_project(ReadOptions(root))
        assert project is not None
        assert not found.has_errors, list(found)
        return Resolved(*resolve(project, ResolveOptions(**options)))

    return run


@pytest.fixture
def dbt_files() -> Callable[..., dict[str, str]]:
    """Return the files of a dbt project with the model ``orders``; keywords replace or add."""

    def make(
        *, project: str = "", properties: str = "", code: str = MODEL, more: Mapping[str, str] | None = None
    ) -> dict[str, str]:
        files = {
            "dbt_project.yml": f"name: shop\nprofile: shop\n{project}",
            "profiles.yml": PROFILES,
            "models/staging/orders.py": code,
        }
        if properties:
            files["models/schema.yml"] = properties
        return {**files, **(more or {})}

    return make
