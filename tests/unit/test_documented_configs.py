"""What dbt documents for Databricks has no error, whatever the submission method."""

from __future__ import annotations

from pathlib import Path

import pytest

from brickform.compile.options import CompileOptions
from brickform.diagnostics import Severity
from brickform.pipeline import LoadOptions, build_graph, load
from support.documented_configs import CONFIGS, project_file, write_project


@pytest.mark.parametrize("name", CONFIGS)
def test_a_documented_config_has_no_error(name: str, tmp_path: Path) -> None:
    write_project(tmp_path, project_file(CONFIGS[name]))
    compiled = build_graph(load(LoadOptions(tmp_path)), CompileOptions(include_one_time=True))
    found = [item for item in compiled.diagnostics if item.severity is Severity.ERROR]
    assert found == []
    assert compiled.graph is not None
    assert len(compiled.graph.jobs) == 1
