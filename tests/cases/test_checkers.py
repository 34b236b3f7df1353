"""The outputs of every example, and the jobs they are made from, in the eyes of the independent checkers."""

from __future__ import annotations

import pytest

from brickform.compile.options import CompileOptions
from brickform.pipeline import LoadOptions, build_graph, load
from support.checkers.bundle_jobs import check_bundle, is_resource_file
from support.checkers.job_settings import check_bundle_jobs, check_compiled_job
from support.checkers.provider_schema import check_terraform
from support.examples import EXAMPLES, examples_with_targets
from support.trees import files_below

TARGETS = examples_with_targets()
NAMES = sorted({name for name, _ in TARGETS})


@pytest.mark.parametrize(("name", "target"), TARGETS)
def test_the_provider_knows_every_field(name: str, target: str) -> None:
    files = files_below(EXAMPLES / name / "expected" / "terraform" / target)
    assert any(path.endswith(".job.tf.json") for path in files)
    assert check_terraform(files) == []


@pytest.mark.parametrize("name", NAMES)
def test_the_bundle_loads_and_loses_nothing(name: str) -> None:
    files = files_below(EXAMPLES / name / "expected" / "bundle")
    assert any(is_resource_file(path) for path in files)
    assert check_bundle(files) == []
    assert check_bundle_jobs(files) == []


@pytest.mark.parametrize(("name", "target"), TARGETS)
def test_compiled_jobs_lose_nothing(name: str, target: str) -> None:
    loaded = load(LoadOptions(EXAMPLES / name, target=target))
    graph = build_graph(loaded, CompileOptions(include_one_time=True)).graph
    assert graph is not None
    assert [finding for job in graph.jobs for finding in check_compiled_job(job)] == []
